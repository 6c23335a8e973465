/** Why a row is refused. */
export const rowFaults = [
  'charset',
  'columns',
  'no-patient',
  'no-identifier',
  'no-code',
  'no-date',
  'not-a-date',
  'not-a-number',
  'not-a-timing',
  'schema-violation',
] as const;

/** Thrown where a row can't be read; names the column and the remedy, never what stood there. */
export class RowFault extends Error {
  override readonly name = 'RowFault';

  constructor(
    readonly reason: (typeof rowFaults)[number],
    message: string,
  ) {
    super(message);
  }
}
