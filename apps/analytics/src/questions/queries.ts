import type { EntityManager } from 'typeorm';

/** Whatever asks PostgreSQL: in the transaction of one moment, all that is asked is of that moment. */
export type Queries = Pick<EntityManager, 'query'>;
