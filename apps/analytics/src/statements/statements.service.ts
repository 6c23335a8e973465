import { Inject, Injectable } from '@nestjs/common';
import { Moments, type Moment } from '../questions/moments.js';
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
    private readonly moments: Moments,
    private readonly published: PublishedStatementsRepository,
    @Inject(STATEMENT_SETTINGS) private readonly settings: StatementSettings,
  ) {}

  async all(asked: StatementsAsked, { counts, cells }: Moment): Promise<readonly Statement[]> {
    const { of, from, to } = asked;
    const groups = await counts.byWindow({ of, from, to });
    const statements: Statement[] = [];
    for (const subject of subjects) {
      const sessions = await sessionsOf(asked, subject.types, cells);
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
    const statements = await this.moments.read((moment) => this.all(wanted, moment));
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

  async told(moment: Moment): Promise<readonly ToldStatement[]> {
    const told: ToldStatement[] = [];
    for (const one of await this.published.all(moment.queries))
      told.push({ ...one, isMoved: await this.#isMoved(one.statement, moment) });
    return told;
  }

  /** @param id a UUID */
  async toldOne(id: string, moment: Moment): Promise<ToldStatement | undefined> {
    const found = await this.published.find(id, moment.queries);
    return found && { ...found, isMoved: await this.#isMoved(found.statement, moment) };
  }

  /** Whether the same statement would tell other figures now. */
  async #isMoved(then: Statement, moment: Moment): Promise<boolean> {
    const { of, from, to, painLocation, recall } = then;
    const asked = {
      of,
      from: from ?? undefined,
      to: to ?? undefined,
      painLocation: painLocation ?? undefined,
      recall: recall ?? undefined,
    };
    const statements = await this.all(asked, moment);
    const now = statements.find(({ sentence, subject }) => sentence === then.sentence && subject === then.subject);
    const { smallestCell } = this.settings;
    const told = now && withoutSmallCells(now, smallestCell);
    return told === undefined || JSON.stringify(toldCounts(told)) !== JSON.stringify(toldCounts(then));
  }
}

/** Of all that were begun: one that was stopped is nobody's first treatment, and has its complications. */
async function sessionsOf(
  { from, to }: StatementsAsked,
  types: readonly string[],
  cells: Moment['cells'],
): Promise<SessionCounts> {
  const found = await cells.cells({ of: 'treatments', from, to }, ['session', 'complication'], types);
  const total = (figure: string) =>
    found.filter((cell) => cell.figure === figure).reduce((sum, { count }) => sum + count, 0);
  return { sessions: total('session'), count: total('complication') };
}

function withPeriod({ from, to, ...asked }: StatementsAsked) {
  return { ...asked, from: from ?? null, to: to ?? null };
}
