import { StoreAway } from './source-message.js';

/** SQLSTATEs after which the same may succeed later (PostgreSQL 18, appendix A): by class, or whole. */
const passing = ['08', '25P03', '25P04', '40', '53', '55P03', '57', '58'];
const sqlState = /^[0-9A-Z]{5}$/;

/** Does something with the database; what fails because it is away, or too slow, rejects with `StoreAway`. */
export async function whileDatabaseIsThere<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isPassing(error)) throw new StoreAway('the database does not answer in time', { cause: error });
    throw error;
  }
}

/** What has no SQLSTATE comes from the connection: refused, reset, timed out. */
function isPassing(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if (!('code' in error) || typeof error.code !== 'string') return 'driverError' in error;
  const { code } = error;
  return !sqlState.test(code) || passing.some((start) => code.startsWith(start));
}
