import { useEffect, useRef, useState } from 'react';
import { NoAnswer } from './ask.js';

/** `last`: what was shown before, and may stay until the next answer is there. */
export type Asked<T> =
  | { readonly state: 'asking'; readonly last: T | undefined }
  | { readonly state: 'here'; readonly data: T }
  | { readonly state: 'none'; readonly why: NoAnswer };

/** Answers have an ETag: where nothing has changed, asking again costs next to nothing. */
const againMs = 60_000;
/** Whoever is away may be back soon. */
const retryMs = 5_000;

/** The answer to a question; asked anew when `question` is another one, and after a while, as long as somebody looks. */
export function useAnswer<T>(question: string, ask: (leaving: AbortSignal) => Promise<T>): Asked<T> {
  const [asked, show] = useState<Asked<T>>({ state: 'asking', last: undefined });
  const newest = useRef(ask);
  newest.current = ask;
  useEffect(() => {
    const leaving = new AbortController();
    let again: number | undefined;
    const end = (answer: Asked<T>): void => {
      if (leaving.signal.aborted) return;
      show(answer);
      again = window.setTimeout(look, answer.state === 'here' ? againMs : retryMs);
    };
    const look = (): void => {
      if (document.visibilityState === 'hidden') {
        again = window.setTimeout(look, retryMs);
        return;
      }
      newest.current(leaving.signal).then(
        (data) => end({ state: 'here', data }),
        (error: unknown) => end({ state: 'none', why: noAnswerOf(error) }),
      );
    };
    show((before) => ({ state: 'asking', last: before.state === 'here' ? before.data : undefined }));
    look();
    return () => {
      leaving.abort();
      window.clearTimeout(again);
    };
  }, [question]);
  return asked;
}

function noAnswerOf(error: unknown): NoAnswer {
  if (error instanceof NoAnswer) return error;
  return new NoAnswer(0, 'The answer cannot be read. Load the page again: it may be older than the console.');
}
