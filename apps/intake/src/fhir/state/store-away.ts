import { StoreAway } from '../../source-messages/source-message.js';

/** SQLSTATE classes of a server that is away, overloaded, stopping or in conflict; everything else is a defect. */
const passing = /^(08|40|53|55|57)/;

/** A database that can't be reached, or does not answer in time, is told apart from a statement that is wrong. */
export async function orStoreAway<Result>(query: () => Promise<Result>): Promise<Result> {
  try {
    return await query();
  } catch (error) {
    if (!isPassing(error)) throw error;
    throw new StoreAway('The database did not answer in time.', { cause: error });
  }
}

function isPassing(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (passing.test(code) || /^E[A-Z]+$/.test(code)) return true;
  return error instanceof Error && /timeout|terminat|Connection/i.test(error.message) && !/^\d/.test(code);
}
