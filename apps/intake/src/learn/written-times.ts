import { Counts } from './counts.js';
import { shown } from './looks-like-code.js';
import type { Sample } from './sample.js';
import type { Section } from './section.js';

/** How times are written: with their zone or without, and how often at midnight, which may mean that none was given. */

const fields: readonly (readonly [segment: string, field: number])[] = [
  ['MSH', 7],
  ['EVN', 2],
  ['PR1', 5],
  ['FT1', 4],
  ['RXA', 3],
  ['OBR', 7],
  ['OBX', 14],
];
/** When a message was written, not when something was done. */
const ofMessages = ['MSH', 'EVN'];

const shape = /^(\d{4}(?:\d\d){0,2})(?:(\d{4})(\d\d(?:\.\d+)?)?)?([+-]\d{4})?$/;

interface TimesOfPlace {
  readonly place: string;
  zoned: number;
  local: number;
  days: number;
  unusual: number;
}

export interface TimesOfSender {
  readonly sender: string;
  timed: number;
  midnight: number;
}

export class WrittenTimes {
  readonly senders = new Counts<TimesOfSender>();
  readonly #places = new Counts<TimesOfPlace>();

  see({ message, sender }: Sample): void {
    for (const [name, field] of fields) {
      for (const segment of message.all(name)) {
        const { text } = segment.field(field);
        if (text !== '') this.#count(`${name}-${field}`, text, ofMessages.includes(name) ? undefined : sender);
      }
    }
  }

  sections(): readonly Section[] {
    const midnights = this.senders.rows().filter(({ thing }) => thing.midnight > 0);
    return [
      {
        name: 'times',
        title: 'Times',
        rows: this.#places.rows().map(({ thing: { place, zoned, local, days, unusual }, count }) => {
          return { count, place, 'with zone': zoned, 'without zone': local, 'day or less': days, unusual };
        }),
      },
      {
        name: 'midnights',
        title: 'Times of 00:00 by sender: midnightMeansNoTime, where it stands for no time',
        rows: midnights.map(({ thing: { sender, timed, midnight } }) => ({
          count: midnight,
          sender: shown(sender),
          'of times': timed,
        })),
      },
    ];
  }

  #count(place: string, text: string, sender: string | undefined): void {
    const seen = this.#places.add(place, () => ({ place, zoned: 0, local: 0, days: 0, unusual: 0 }));
    const [, day, minutes, seconds = '', zone] = shape.exec(text) ?? [];
    if (seen !== undefined) {
      if (day === undefined) seen.unusual += 1;
      else if (minutes === undefined) seen.days += 1;
      else seen[zone === undefined ? 'local' : 'zoned'] += 1;
    }
    if (sender === undefined || minutes === undefined) return;
    const times = this.senders.add(sender, () => ({ sender, timed: 0, midnight: 0 }));
    if (times === undefined) return;
    times.timed += 1;
    if (Number(minutes) === 0 && Number(seconds) === 0) times.midnight += 1;
  }
}
