import { Inject, Injectable } from '@nestjs/common';
import type { SeriesCells } from '../questions/cells.repository.js';
import { momentOf, type Moment } from '../questions/moments.js';
import type { Selection } from '../questions/selection.js';
import { rollupVersion } from '../rollups/rollup-version.js';
import { figuresBy, grownBy, movedFigures, toldFigures, type MovedFigure } from './figures.js';
import { correctionsOf } from './movements.repository.js';
import { PublishedStatementsRepository, type PublishedStatement } from './published-statements.repository.js';
import { reasonsOf } from './reasons.js';
import { rulesOf } from './rules-of-statement.js';
import { sentences, subjects } from './sentences.js';
import { withoutSmallCells } from './small-cells.js';
import { countsOf, statementOf, type Asked, type SessionCounts } from './statement-of.js';
import { STATEMENT_SETTINGS, type StatementSettings } from './statement-settings.js';
import type { Statement } from './statement.schema.js';
import { wordingVersion } from './wording.js';

/** What statements are asked of. */
export type StatementsAsked = Pick<Selection, 'of' | 'from' | 'to'> & Pick<Asked, 'painLocation' | 'recall'>;

/** A published statement, and what became of its figures since. */
export interface ToldStatement extends PublishedStatement {
  /** By corrections. */
  readonly corrected: readonly MovedFigure[];
  /** By answers that came, windows that closed, sessions that were told later; and by rules that count otherwise now. */
  readonly grown: readonly MovedFigure[];
}

/** Why something is not published. */
export class NotPublished extends Error {}

@Injectable()
export class StatementsService {
  constructor(
    private readonly published: PublishedStatementsRepository,
    @Inject(STATEMENT_SETTINGS) private readonly settings: StatementSettings,
  ) {}

  async all(asked: StatementsAsked, { counts, cells }: Moment): Promise<readonly Statement[]> {
    const { of, from, to } = asked;
    const groups = await counts.byWindow({ of, from, to });
    const missing = await cells.byWindow({ of, from, to }, ['missing']);
    const begun = await cells.bySeries({ of: 'treatments', from, to }, sessionFigures);
    return subjects.flatMap((subject) => {
      const sessions = sessionsOf(subject.types, begun);
      return sentences.map((sentence) => {
        const statement = statementOf(sentence, subject, withPeriod(asked), groups, sessions, this.settings);
        return { ...statement, missing: reasonsOf(statement, missing) };
      });
    });
  }

  /** Stores the statement as it is now, for good. Throws `NotPublished` with the reason. */
  publish(
    wanted: StatementsAsked & Pick<Statement, 'sentence' | 'subject'>,
    approver: string,
  ): Promise<PublishedStatement> {
    return this.published.publish(async (manager) => {
      const told = (await this.published.all(manager)).map((one) => one.statement);
      const statement = this.#fit(await this.all(wanted, momentOf(manager)), wanted, told);
      const { release } = this.settings;
      const rules = await rulesOf(statement, manager);
      return { approver, statement, madeBy: { wording: wordingVersion, rules, release, countedBy: rollupVersion } };
    });
  }

  async told(moment: Moment): Promise<readonly ToldStatement[]> {
    const published = await this.published.all(moment.queries);
    const corrections = await correctionsOf(moment.queries);
    const told: ToldStatement[] = [];
    for (const one of published) told.push(await withChanges(one, corrections, moment));
    return told;
  }

  /** @param id a UUID */
  async toldOne(id: string, moment: Moment): Promise<ToldStatement | undefined> {
    const found = await this.published.find(id, moment.queries);
    return found && withChanges(found, await correctionsOf(moment.queries), moment);
  }

  /** The one that is wanted, without what would tell of a few. */
  #fit(
    statements: readonly Statement[],
    wanted: Pick<Statement, 'sentence' | 'subject'>,
    told: readonly Statement[],
  ): Statement {
    const { smallestCell } = this.settings;
    const found = statements.find(
      ({ sentence, subject }) => sentence === wanted.sentence && subject === wanted.subject,
    );
    if (found === undefined) throw new NotPublished('There is no such sentence of such a subject.');
    const [refusal] = found.refusals;
    if (refusal !== undefined) throw new NotPublished(`${refusal.reason}: ${refusal.why}`);
    const statement = withoutSmallCells(found, told, smallestCell);
    if (statement !== undefined) return statement;
    const isSmallAlone = withoutSmallCells(found, [], smallestCell) === undefined;
    const together = isSmallAlone ? '' : 'with what is published already, ';
    throw new NotPublished(`too-small: ${together}it would tell of fewer than ${smallestCell} patients.`);
  }
}

async function withChanges(
  published: PublishedStatement,
  corrections: Awaited<ReturnType<typeof correctionsOf>>,
  moment: Moment,
): Promise<ToldStatement> {
  const { id, statement } = published;
  const corrected = figuresBy(corrections.get(id) ?? {}, statement);
  const now = figuresBy(await countedNow(statement, moment), statement);
  return {
    ...published,
    corrected: movedFigures(corrected),
    grown: movedFigures(grownBy(now, toldFigures(statement), corrected)),
  };
}

/** What the same question counts now, whether it would be said or refused. */
async function countedNow(statement: Statement, { counts, cells }: Moment) {
  const { of, measure, windows } = statement;
  const [from, to] = [statement.from ?? undefined, statement.to ?? undefined];
  const groups = await counts.byWindow({ of, from, to, measure });
  const types = windows.map(({ procedureType }) => procedureType);
  const begun = await cells.bySeries({ of: 'treatments', from, to, procedureTypes: types }, sessionFigures);
  const sessions = sessionsOf(types, begun);
  const sums = Object.entries(countsOf(statement, groups)).map(([name, count]) => [name, Number(count)] as const);
  return { ...Object.fromEntries(sums), session: sessions.sessions, complication: sessions.count };
}

const sessionFigures = ['session', 'complication'] as const;

/** Of all that were begun: one that was stopped is nobody's first treatment, and has its complications. */
function sessionsOf(types: readonly string[], begun: readonly SeriesCells[]): SessionCounts {
  const found = begun.filter(({ procedureType }) => types.includes(procedureType)).flatMap(({ cells }) => cells);
  const total = (name: (typeof sessionFigures)[number]) =>
    found.filter(({ figure }) => figure === name).reduce((sum, { count }) => sum + count, 0);
  return { sessions: total('session'), count: total('complication') };
}

function withPeriod({ from, to, ...asked }: StatementsAsked) {
  return { ...asked, from: from ?? null, to: to ?? null };
}
