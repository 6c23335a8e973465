/** What is wrong with a record that is to be sent. It names places and rules, never what stands there. */
export interface Fault {
  /** Type and path, without positions in lists: `Procedure.bodySite`. */
  readonly element: string;
  /** Name of the rule that is broken. */
  readonly rule: string;
  /** Where the element comes from, so that somebody knows what to mend. */
  readonly source: string;
}
