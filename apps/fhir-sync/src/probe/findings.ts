import { questionIds, questionOf, type QuestionId, type ResultOf } from './questions.js';

/** What a question was about: a type of records, one kind of record within a type, or the server as a whole. */
export type About = string;
export const server: About = 'server';

/** `seen`: it was tried. `declared`: the CapabilityStatement says so. */
export type Basis = 'seen' | 'declared' | 'not-tried';

export interface Finding {
  readonly about: About;
  readonly basis: Basis;
  /** Absent where it was not tried. */
  readonly result?: string;
  /** More of it: a status, a list of elements; or why it was not tried. */
  readonly detail?: string;
}

/** Something the server says of itself and does otherwise. */
export interface Contradiction {
  readonly question: QuestionId;
  readonly about: About;
  readonly declared: Finding;
  readonly seen: Finding;
}

interface Known {
  seen?: Finding;
  declared?: Finding;
  notTried?: Finding;
}

/** What was found out about one server: what was seen counts more than what is declared. */
export class Findings {
  readonly #known = new Map<QuestionId, Map<About, Known>>();

  seen<Q extends QuestionId>(question: Q, about: About, result: ResultOf<Q>, detail?: string): void {
    this.#of(question, about).seen = { about, basis: 'seen', result, ...(detail === undefined ? {} : { detail }) };
  }

  declared<Q extends QuestionId>(question: Q, about: About, result: ResultOf<Q>, detail?: string): void {
    const finding: Finding = { about, basis: 'declared', result, ...(detail === undefined ? {} : { detail }) };
    this.#of(question, about).declared = finding;
  }

  /** Counts where nothing better is known. */
  notTried(question: QuestionId, about: About, because: string): void {
    this.#of(question, about).notTried ??= { about, basis: 'not-tried', detail: because };
  }

  /** Whether it came out so. */
  is<Q extends QuestionId>(question: Q, about: About, ...results: readonly ResultOf<Q>[]): boolean {
    const found = this.of(question, about)?.result;
    return results.some((result) => result === found);
  }

  /** Whether it works, by what is known best. */
  works(question: QuestionId, about: About): boolean {
    return isWorking(question, this.of(question, about));
  }

  wasSeen(question: QuestionId, about: About): boolean {
    return this.#known.get(question)?.get(about)?.seen !== undefined;
  }

  of(question: QuestionId, about: About): Finding | undefined {
    const known = this.#known.get(question)?.get(about);
    return known?.seen ?? known?.declared ?? known?.notTried;
  }

  /** Of one question, in the order in which they were asked. */
  all(question: QuestionId): readonly Finding[] {
    const abouts = [...(this.#known.get(question)?.keys() ?? [])];
    return abouts.flatMap((about) => this.of(question, about) ?? []);
  }

  contradictions(): readonly Contradiction[] {
    return questionIds.flatMap((question) =>
      [...(this.#known.get(question) ?? [])].flatMap(([about, { seen, declared }]) => {
        if (seen === undefined || declared === undefined) return [];
        const isKept = isWorking(question, declared) === isWorking(question, seen);
        return isKept ? [] : [{ question, about, declared, seen }];
      }),
    );
  }

  #of(question: QuestionId, about: About): Known {
    const abouts = this.#known.get(question) ?? new Map<About, Known>();
    this.#known.set(question, abouts);
    const known = abouts.get(about) ?? {};
    abouts.set(about, known);
    return known;
  }
}

function isWorking(question: QuestionId, finding: Finding | undefined): boolean {
  return finding?.result !== undefined && questionOf(question).works.includes(finding.result);
}
