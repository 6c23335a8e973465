/** What came between two frame marks, or between two beginnings of messages in a file. */
export type Frame =
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  /** Cut off, or larger than allowed: only its beginning is there. */
  | { readonly kind: 'incomplete' | 'too-large'; readonly firstBytes: Buffer };
