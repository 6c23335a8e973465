import type { DataSource } from 'typeorm';
import { byIndexSql } from '../../desired/sql.js';
import { DocumentRound, type MadeOf, type RoundOutcome } from './document-round.js';
import type { DocumentSettings } from './document-settings.js';
import { DocumentsRepository, type LeftDocument } from './documents.repository.js';
import { Renderings, type Render } from './renderings.js';

/** So many are made before what is made is written down: it counts from then on, and need not be kept here. */
const mostAtOnce = 20;
/** So often documents may have changed again while they were made; then they wait for a quieter moment. */
const mostInVain = 3;

interface MakerOptions {
  readonly now?: () => Date;
  readonly render?: Render;
}

/** Makes the documents of patients, and writes down what changed of them, as rows that are sent like records. */
export class DocumentMaker {
  readonly #now: () => Date;
  readonly #render: Render;

  constructor(
    private readonly dataSource: DataSource,
    private readonly lane: 'repository' | 'create-only',
    private readonly settings: DocumentSettings,
    { now = () => new Date(), render = ({ resource }) => resource }: MakerOptions = {},
  ) {
    this.#now = now;
    this.#render = render;
  }

  /**
   * Of all patients whom these records are, or were, told of. What is to be written is found out in a short transaction, made
   * outside of any, and written in another one that finds it out anew: what changed in between is made once more.
   */
  async make(keys: readonly string[]): Promise<MadeOf> {
    const renderings = new Renderings(this.#render);
    let round = await this.#round(keys, renderings);
    for (let inVain = 0; round.unmade.length > 0 && inVain <= mostInVain;) {
      const before = round.unmade.length;
      round = await Renderings.inTurn(async () => {
        // Somebody else may have made them while this one waited.
        const { unmade } = await this.#round(keys, renderings);
        await renderings.make(unmade.slice(0, mostAtOnce));
        return this.#round(keys, renderings);
      });
      if (round.unmade.length >= before) inVain += 1;
    }
    return round;
  }

  /** Those of these records of other lanes that documents tell, or may tell: their keys, patient by patient. */
  followed(keys: readonly string[]): Promise<readonly (readonly string[])[]> {
    return new DocumentsRepository(this.dataSource.manager, this.settings.target, this.lane).followed(keys);
  }

  /** These records of a patient are told as they are now, or will be soon. */
  async follow(keys: readonly string[]): Promise<void> {
    const { behind } = await this.make(keys);
    // What goes into documents comes again until they are written; these records have their own way to go.
    if (behind.size === 0) return;
    await new DocumentsRepository(this.dataSource.manager, this.settings.target, this.lane).lookAgain([...behind]);
  }

  /** Whether there are any documents of the target. */
  hasAny(): Promise<boolean> {
    return new DocumentsRepository(this.dataSource.manager, this.settings.target, this.lane).hasAny();
  }

  /** Documents whose records go to the target in another way now; making those of these records withdraws them. */
  left(): Promise<readonly LeftDocument[]> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query(byIndexSql);
      return new DocumentsRepository(manager, this.settings.target, this.lane).left();
    });
  }

  async #round(keys: readonly string[], renderings: Renderings): Promise<RoundOutcome> {
    const parts = { settings: this.settings, lane: this.lane, renderings, now: this.#now };
    for (let patients: readonly string[] = []; ;) {
      const run = (known: readonly string[]) =>
        this.dataSource.transaction((manager) => new DocumentRound(manager, parts).run(keys, known));
      const outcome = await run(patients);
      if ('unmade' in outcome) return outcome;
      patients = outcome.patients;
    }
  }
}
