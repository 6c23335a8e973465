import { judge } from '@ilium/messaging';
import { StoreAway } from './source-message.js';

/** Does something with the database; what fails because it is away, or too slow, rejects with `StoreAway`. */
export async function whileDatabaseIsThere<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (judge(error) === 'retry') throw new StoreAway('the database does not answer in time', { cause: error });
    throw error;
  }
}
