import { modifyAssertion, PrivateKeyJwt, type ClientAuth } from 'oauth4webapi';
import type { ClientKey } from './client-key.js';

/** Says who we are by an assertion that our key signed (SMART Backend Services; RFC 7523). */
export function privateKeyJwt(key: ClientKey): ClientAuth {
  return async (server, client, body, headers) => {
    const authenticate = PrivateKeyJwt(
      { key: key.forSigning(), kid: await key.id() },
      {
        [modifyAssertion]: (header, payload) => {
          header['typ'] = 'JWT';
          // Asked for by nobody, and refused by a server whose clock is a second behind ours.
          delete payload['nbf'];
        },
      },
    );
    await authenticate(server, client, body, headers);
  };
}
