import { Inject, Injectable } from '@nestjs/common';
import { CellsRepository } from '../questions/cells.repository.js';
import { CountsRepository } from '../questions/counts.repository.js';
import type { Selection } from '../questions/selection.js';
import { rollupVersion } from '../rollups/rollup-version.js';
import { PublishedStatementsRepository, type PublishedStatement } from './published-statements.repository.js';
import { sentences, subjects } from './sentences.js';
import { revealsTogether, toldCounts, withoutSmallCells } from './small-cells.js';
import { statementOf, type Asked, type SessionCounts } from './statement-of.js';
import { STATEMENT_SETTINGS, type StatementSettings } from './statement-settings.js';
import type { Statement } from './statement.schema.js';

/** What statements are asked of. */
export type StatementsAsked = Pick<Selection, 'of' | 'from' | 'to'> & Pick<Asked, 'painLocation' | 'recall'>;

/** A published statement, and whether a correction has moved it since. */
export interface ToldStatement extends PublishedStatement {
  readonly isMoved: boolean;
}

/** Why something is not published. */
export class NotPublished extends Error {}

@Injectable()
export class StatementsService {
  constructor(
    private readonly counts: CountsRepository,
    private readonly cells: CellsRepository,
    private readonly published: PublishedStatementsRepository,
    @Inject(STATEMENT_SETTINGS) private readonly settings: StatementSettings,
  ) {}

  async all(asked: StatementsAsked): Promise<readonly Statement[]> {
    const { of, from, to } = asked;
    const groups = await this.counts.byWindow({ of, from, to });
    const statements: Statement[] = [];
    for (const subject of subjects) {
      const sessions = await this.#sessions(asked, subject.types);
      for (const sentence of sentences) {
        statements.push(statementOf(sentence, subject, withPeriod(asked), groups, sessions, this.settings));
      }
    }
    return statements;
  }

  /** Stores the statement as it is now, for good. Throws `NotPublished` with the reason. */
  async publish(
    wanted: StatementsAsked & Pick<Statement, 'sentence' | 'subject'>,
    approver: string,
  ): Promise<PublishedStatement> {
    const { smallestCell } = this.settings;
    const statements = await this.all(wanted);
    const found = statements.find(
      ({ sentence, subject }) => sentence === wanted.sentence && subject === wanted.subject,
    );
    if (found === undefined) throw new NotPublished('There is no such sentence of such a subject.');
    const [refusal] = found.refusals;
    if (refusal !== undefined) throw new NotPublished(`${refusal.reason}: ${refusal.why}`);
    const statement = withoutSmallCells(found, smallestCell);
    if (statement === undefined)
      throw new NotPublished(`too-small: it would tell of fewer than ${smallestCell} patients.`);
    return this.published.publish({ approver, statement, countedBy: rollupVersion }, (published) => {
      const told = published.map((one) => one.statement);
      if (revealsTogether(statement, told, smallestCell))
        throw new NotPublished(
          `too-small: with what is published already, it would tell of fewer than ${smallestCell} patients.`,
        );
    });
  }

  async told(): Promise<readonly ToldStatement[]> {
    const told: ToldStatement[] = [];
    for (const one of await this.published.all()) told.push({ ...one, isMoved: await this.#isMoved(one.statement) });
    return told;
  }

  /** @param id a UUID */
  async toldOne(id: string): Promise<ToldStatement | undefined> {
    const found = await this.published.find(id);
    return found && { ...found, isMoved: await this.#isMoved(found.statement) };
  }

  /** Whether the same statement would tell other figures now. */
  async #isMoved(then: Statement): Promise<boolean> {
    const { of, from, to, painLocation, recall } = then;
    const asked = {
      of,
      from: from ?? undefined,
      to: to ?? undefined,
      painLocation: painLocation ?? undefined,
      recall: recall ?? undefined,
    };
    const statements = await this.all(asked);
    const now = statements.find(({ sentence, subject }) => sentence === then.sentence && subject === then.subject);
    const { smallestCell } = this.settings;
    const told = now && withoutSmallCells(now, smallestCell);
    return told === undefined || JSON.stringify(toldCounts(told)) !== JSON.stringify(toldCounts(then));
  }

  async #sessions(asked: StatementsAsked, types: readonly string[]): Promise<SessionCounts> {
    // Of all that were begun: one that was stopped is nobody's first treatment, and has its complications.
    const { from, to } = asked;
    const cells = await this.cells.cells({ of: 'treatments', from, to }, ['session', 'complication'], types);
    const total = (figure: string) =>
      cells.filter((cell) => cell.figure === figure).reduce((sum, { count }) => sum + count, 0);
    return { sessions: total('session'), count: total('complication') };
  }
}

function withPeriod({ from, to, ...asked }: StatementsAsked) {
  return { ...asked, from: from ?? null, to: to ?? null };
}
