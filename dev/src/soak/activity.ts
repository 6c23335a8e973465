import { setTimeout as pause } from 'node:timers/promises';
import { topicName, type Identifier } from '@ilium/contracts';
import type { RecordProducer } from '@ilium/messaging';
import { Random } from '../../../apps/hospital/dist/feed/random.js';
import { faultRows, type FaultRow } from '../fhir-faults/fault-rows.js';
import { readFeed } from '../start/snapshot.js';
import type { Play, System } from '../start/system.js';
import type { Amendment, Amendments } from './amendments.js';
import { FaultDeck, lasting } from './fault-deck.js';
import type { HospitalChart, StoredResource } from './hospital-chart.js';
import type { Options } from './options.js';

export interface ActivityParts {
  readonly system: System;
  readonly play: Play;
  readonly chart: HospitalChart;
  readonly amendments: Amendments;
  readonly producer: RecordProducer;
  readonly options: Options;
  /** Told what is worth a line. */
  readonly note: (line: string) => void;
}

/** How often a fault was on, and how many requests met it. */
export interface FaultTally {
  times: number;
  met: number;
}

/** A record that a fault is about by name, and the source's own name for it. */
interface Victim {
  readonly about: Identifier;
  readonly record: StoredResource;
}

/** For how long, in milliseconds: a fault is on, none is, fhir-sync is down. */
const faultMs = { least: 1_000, most: 5_000 };
/** A fault that nothing has met stays so much longer at most: fhir-sync is just being started again, for example. */
const untilMetMs = 10_000;
const restMs = { least: 200, most: 2_000 };
const downMs = { least: 0, most: 3_000 };
/** Four kills in a short soak, one a minute or so in a long one. */
const killsPerSoak = 4;
const killEveryMs = { least: 15_000, most: 60_000 };
const retractions = 0.15;
const victimsAtOnce = 3;
const lookEveryMs = 200;

const [firstRow, ...otherRows] = faultRows;

/** What is done to a running system during a soak. Each kind has a source of chance of its own. */
export class Activity {
  readonly faults = new Map<string, FaultTally>();
  corrected = 0;
  retracted = 0;
  changedThere = 0;
  kills = 0;
  faultOn: string | undefined;
  #endsAt = 0;

  constructor(private readonly parts: ActivityParts) {}

  /** Events that were sent in the hospital's stead. */
  get amended(): number {
    return this.corrected + this.retracted;
  }

  /** Until that time, and until what is under way then has come to its end: fhir-sync runs, and no fault is on. */
  async run(endsAt: number): Promise<void> {
    this.#endsAt = endsAt;
    const { withFaults, withKills, seed } = this.parts.options;
    await Promise.all([
      this.#amendNowAndThen(),
      withFaults ? this.#failNowAndThen(new Random('soak-faults', seed)) : undefined,
      withKills ? this.#killNowAndThen(new Random('soak-kills', seed), endsAt - Date.now()) : undefined,
    ]);
  }

  get #isOver(): boolean {
    return Date.now() >= this.#endsAt;
  }

  async #amendNowAndThen(): Promise<void> {
    const { amendments, options, system } = this.parts;
    const random = new Random('soak-amendments', options.seed);
    while (!this.#isOver) {
      await this.#wait(1_000 / options.rate);
      const { courses, done } = await readFeed(system.ports);
      if (!done) continue;
      if (random.chance(retractions)) await this.#retract(amendments.retraction(courses));
      else await this.#correct(amendments.correction(courses));
    }
  }

  async #failNowAndThen(random: Random): Promise<void> {
    if (firstRow === undefined) return;
    const deck = new FaultDeck([firstRow, ...otherRows], random);
    while (!this.#isOver) {
      await this.#wait(random.int(restMs.least, restMs.most));
      await this.#fail(deck.next(), random);
    }
  }

  /** No fault is on when it begins, nor when it ends. */
  async #fail(row: FaultRow, random: Random): Promise<void> {
    const { chart } = this.parts;
    const isAboutSome = row.refuses !== undefined || row.isChangedThere === true;
    const victims = isAboutSome ? await this.#victims() : [];
    if (isAboutSome && victims.length === 0) return;
    if (row.isChangedThere) for (const { record } of victims) await this.#changeThere(record);
    const keys = victims.map(({ record }) => `${record.resourceType}/${record.id}`);
    await chart.follow(lasting(row, keys, random.int(1, 1_000_000)));
    this.faultOn = row.name;
    for (const { about } of victims) await this.#correct(this.parts.amendments.correctionOf(about));
    await this.#wait(random.int(faultMs.least, faultMs.most));
    await this.#untilMet();
    const tally = this.faults.get(row.name) ?? { times: 0, met: 0 };
    this.faults.set(row.name, { times: tally.times + 1, met: tally.met + (await chart.met()) });
    await chart.follow([]);
    this.faultOn = undefined;
    // What was refused stays so until its next revision, and what was changed there is written over by it.
    for (const { about } of victims) {
      await this.#correct(this.parts.amendments.correctionOf(about));
      this.parts.amendments.keep(about, false);
    }
  }

  async #untilMet(): Promise<void> {
    const givesUpAt = Date.now() + untilMetMs;
    while (!this.#isOver && Date.now() < givesUpAt && (await this.parts.chart.met()) === 0)
      await this.#wait(lookEveryMs);
  }

  /** Some scores that are on the server and not taken back. */
  async #victims(): Promise<readonly Victim[]> {
    const { amendments, chart, system } = this.parts;
    const { courses, done } = await readFeed(system.ports);
    if (!done) return [];
    const victims = new Map<string, Victim>();
    for (let look = 0; look < 3 * victimsAtOnce && victims.size < victimsAtOnce; look += 1) {
      const about = amendments.score(courses);
      const record = about && (await chart.find('Observation', about));
      if (about === undefined || record === undefined || record['status'] === 'entered-in-error') continue;
      amendments.keep(about, true);
      victims.set(about.value, { about, record });
    }
    return [...victims.values()];
  }

  async #changeThere(record: StoredResource): Promise<void> {
    await this.parts.chart.note(record, 'changed in the chart');
    this.changedThere += 1;
  }

  async #correct(amendment: Amendment | undefined): Promise<void> {
    if (amendment === undefined) return;
    await this.#send(amendment);
    this.corrected += 1;
  }

  async #retract(amendment: Amendment | undefined): Promise<void> {
    if (amendment === undefined) return;
    await this.#send(amendment);
    this.retracted += 1;
  }

  async #send({ record }: Amendment): Promise<void> {
    const { producer, system } = this.parts;
    await producer.send(topicName(system.topicPrefix, 'procedure-events'), [record]);
  }

  async #killNowAndThen(random: Random, lastsMs: number): Promise<void> {
    const { system, play, note } = this.parts;
    const everyMs = Math.min(killEveryMs.most, Math.max(killEveryMs.least, lastsMs / killsPerSoak));
    while (true) {
      await this.#wait(everyMs * (0.5 + random.next()));
      if (this.#isOver) return;
      await system.kill('fhir-sync');
      this.kills += 1;
      note('† fhir-sync killed');
      await pause(random.int(downMs.least, downMs.most));
      await system.start(['fhir-sync'], play);
    }
  }

  /** No longer than the soak goes on. */
  async #wait(ms: number): Promise<void> {
    await pause(Math.max(0, Math.min(ms, this.#endsAt - Date.now())));
  }
}
