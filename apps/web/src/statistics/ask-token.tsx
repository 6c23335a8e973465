import type { ReactNode } from 'react';
import { keepToken } from './ask.js';

/** The statistics are not for everybody: asks for what says that somebody may see them. */
export function AskToken(): ReactNode {
  return (
    <form
      className="card token"
      onSubmit={(event) => {
        event.preventDefault();
        const token = new FormData(event.currentTarget).get('token');
        if (typeof token !== 'string' || token.trim() === '') return;
        keepToken(token.trim());
        window.location.reload();
      }}
    >
      <h2>These figures are not for everybody</h2>
      <p id="token-help">
        Enter the access token of this console (its API_TOKEN); whoever runs it has it. It is kept until this tab is
        closed.
      </p>
      <label>
        <span>Access token</span>
        <input name="token" type="password" autoComplete="off" required aria-describedby="token-help" />
      </label>
      <button type="submit">Show the figures</button>
    </form>
  );
}
