import type { Identifier } from '@ilium/contracts';
import type { OutgoingRecord } from '@ilium/messaging';
import { z } from 'zod';
import { imagineCourse } from '../../../apps/hospital/dist/feed/imagine-course.js';
import { opaque, toRecord, type Message } from '../../../apps/hospital/dist/feed/message.js';
import type { Random } from '../../../apps/hospital/dist/feed/random.js';
import { tellCourse } from '../../../apps/hospital/dist/feed/tell-course.js';

/** One thing that a source says of something that it said before. */
export interface Amendment {
  readonly about: Identifier;
  readonly record: OutgoingRecord;
}

/** What is looked at in a message of the feed; the rest goes along as it is. */
const said = z.looseObject({
  identifier: z.object({ system: z.string(), value: z.string() }),
  version: z.looseObject({ eventTime: z.string(), status: z.string(), revision: z.int().optional() }),
  report: z.looseObject({ value: z.number().optional(), unit: z.string().optional() }),
});

/** A thing that the feed has told, as it was told last, and what was added since. */
interface Told {
  readonly about: Identifier;
  readonly message: Message;
  /** Of the source's clock. */
  at: number;
  value: number;
  isTakenBack: boolean;
  /** Somebody waits for its corrections. */
  isKept: boolean;
}

/** Whole numbers that scores of a unit may have, whatever the measure. */
const highest: Readonly<Record<string, number>> = { '{score}': 10, '%': 100 };

const minuteMs = 60_000;

/** Corrections and retractions of what the hospital's feed has told, each later than all that was said of it before. */
export class Amendments {
  readonly #told = new Map<string, Told>();
  #count = 0;

  constructor(
    private readonly seed: number,
    private readonly random: Random,
  ) {}

  /** Of a score of one of the first courses; undefined where chance chose one that has none. */
  correction(courses: number): Amendment | undefined {
    const score = this.score(courses);
    return score === undefined ? undefined : this.correctionOf(score);
  }

  /** Another value; undefined where it was taken back. */
  correctionOf({ value: name }: Identifier): Amendment | undefined {
    const told = this.#told.get(name);
    if (told === undefined || told.isTakenBack) return undefined;
    const most = highest[said.parse(told.message.event.data).report.unit ?? ''] ?? 10;
    told.value = (told.value + this.random.int(1, most)) % (most + 1);
    return this.#amend(told, 'corrected', { value: told.value });
  }

  /** Of a score or of a procedure. */
  retraction(courses: number): Amendment | undefined {
    const type = this.random.chance(0.7) ? 'score' : 'procedure';
    const told = this.#any(type, courses);
    if (told === undefined || told.isKept) return undefined;
    told.isTakenBack = true;
    return this.#amend(told, 'void', {});
  }

  score(courses: number): Identifier | undefined {
    return this.#any('score', courses)?.about;
  }

  /** While it is kept, chance does not take it back. */
  keep({ value: name }: Identifier, isKept: boolean): void {
    const told = this.#told.get(name);
    if (told !== undefined) told.isKept = isKept;
  }

  #any(type: 'score' | 'procedure', courses: number): Told | undefined {
    if (courses === 0) return undefined;
    const messages = tellCourse(imagineCourse(this.seed, this.random.int(0, courses - 1)), this.seed);
    const [first, ...others] = thingsIn(messages, type);
    if (first === undefined) return undefined;
    const chosen = this.random.pick([first, ...others]);
    const known = this.#told.get(chosen.about.value) ?? chosen;
    this.#told.set(known.about.value, known);
    return known.isTakenBack ? undefined : known;
  }

  #amend(told: Told, status: 'corrected' | 'void', report: object): Amendment {
    told.at += minuteMs;
    this.#count += 1;
    const time = new Date(told.at).toISOString();
    const data = { ...told.message.event.data, version: { eventTime: time, status }, report };
    const id = opaque(`soak/${this.seed}/${this.#count}`);
    return {
      about: told.about,
      record: toRecord({ ...told.message, event: { ...told.message.event, id, time, data } }),
    };
  }
}

/** What a course tells under identifiers of its source, and never takes back itself. */
function thingsIn(messages: readonly Message[], type: 'score' | 'procedure'): readonly Told[] {
  const isOfType = ({ event }: Message): boolean => event.type === `ilium.${type}.reported.v1`;
  const all = messages.filter(isOfType).flatMap((message) => {
    const read = said.safeParse(message.event.data);
    return read.success ? [{ message, ...read.data }] : [];
  });
  const byName = [...Map.groupBy(all, ({ identifier }) => identifier.value).values()];
  return byName.flatMap(([first, ...later]) => {
    if (first === undefined) return [];
    const { message, identifier: about, report } = first;
    const isScored = report.value !== undefined && highest[report.unit ?? ''] !== undefined;
    if (type === 'score' && !isScored) return [];
    // Sources that count their revisions would have to go on counting.
    if ([first, ...later].some(({ version }) => version.status === 'void' || version.revision !== undefined)) return [];
    const at = Math.max(...[first, ...later].map(({ version }) => Date.parse(version.eventTime)));
    return [{ about, message, at, value: Math.round(report.value ?? 0), isTakenBack: false, isKept: false }];
  });
}
