/** Documents that Ilium writes for EHRs that take no discrete records: codes of its own, since no public one was verified. */
export const documentKinds = {
  session: 'Summary of a procedure session',
  'follow-up': 'Summary of a follow-up',
} as const;
export type DocumentKind = keyof typeof documentKinds;
