import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { CellsRepository } from './cells.repository.js';
import { CountsRepository } from './counts.repository.js';
import { EntriesRepository } from './entries.repository.js';
import { KnownScalesRepository } from './known-scales.repository.js';
import type { Queries } from './queries.js';

/** A moment of the data, and what may be asked of it. */
export interface Moment {
  readonly queries: Queries;
  readonly counts: CountsRepository;
  readonly cells: CellsRepository;
  readonly scales: KnownScalesRepository;
}

/** @param manager of a transaction in which nobody changes what is asked */
export function momentOf(manager: EntityManager): Moment {
  const entries = new EntriesRepository(manager);
  return {
    queries: manager,
    counts: new CountsRepository(manager, entries),
    cells: new CellsRepository(manager, entries),
    scales: new KnownScalesRepository(manager),
  };
}

/** Figures that stand beside each other are of one moment, however many questions they take and whoever writes meanwhile. */
@Injectable()
export class Moments {
  constructor(private readonly dataSource: DataSource) {}

  read<Answer>(answer: (moment: Moment) => Promise<Answer>): Promise<Answer> {
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      await manager.query('SET TRANSACTION READ ONLY');
      return answer(momentOf(manager));
    });
  }
}
