import type { HttpRequest } from './http-message.js';

/** The source of the site file that a request comes from, as its token says; undefined: none of them. */
export type ClientOf = (request: HttpRequest) => string | undefined;
export const CLIENT_OF = Symbol('client of a request');
