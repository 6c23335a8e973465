export const differenceKinds = ['missing', 'changed', 'added'] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

/** `meaning`: who reads the record there understands something else than what we said. */
export const weights = ['meaning', 'detail'] as const;
export type Weight = (typeof weights)[number];

/** Where a record on the server differs from what was sent. It names places only, never what stands there. */
export interface Difference {
  /** As FHIRPath writes it: `bodySite[0].coding`. The type of the record where all of it is meant. */
  readonly element: string;
  readonly kind: DifferenceKind;
  readonly weight: Weight;
}

/** A difference before it is weighed; `minor` where it is a detail wherever it stands. */
export interface Found {
  readonly path: string;
  readonly kind: DifferenceKind;
  readonly minor?: boolean;
}
