import { setTimeout as wait } from 'node:timers/promises';
import type { FeedStatus } from '@ilium/contracts';
import type { Logger } from '@ilium/observability';
import { Undelivered, type Door } from '../doors/door.js';
import { courseOf, type FeedProfile } from './feed-profile.js';
import { generate } from './generate.js';
import { lastDay } from './last-day.js';
import type { Message } from './message.js';
import type { Progress, ProgressFile } from './progress-file.js';
import type { Course } from './story.js';
import { tellCourse } from './tell-course.js';

export interface FeedSettings {
  readonly seed: number;
  readonly courses: number;
  /** `varied` where nothing is said. */
  readonly profile?: FeedProfile;
  /** Fresh courses per second, once the feed is sent; 0: none. */
  readonly coursesPerSecond: number;
  /** Where it goes; Kafka where nothing is said. */
  readonly door?: FeedStatus['door'];
}

export interface FeedParts {
  readonly settings: FeedSettings;
  readonly openDoor: () => Promise<Door>;
  readonly progress: ProgressFile;
  /** Writes a course's Patients and Encounters into the hospital's FHIR server. */
  readonly chart: (course: Course) => void;
  readonly logger: Logger;
}

const chunkSize = 500;
const retryAfterMs = 1_000;
const stopWithinMs = 5_000;

/** Sends the feed into Ilium: all of it at full speed, then fresh courses at a steady rate. At least once. */
export class Feed {
  readonly #parts: FeedParts;
  readonly #stop = new AbortController();
  #progress: Progress;
  /** Courses of which messages are still to be sent, with their number. */
  readonly #open = new Map<number, number>();
  #begun = 0;
  #done = false;
  #running: Promise<void> | undefined;
  #door: Door | undefined;

  constructor(parts: FeedParts) {
    const { seed, courses, profile = 'varied' } = parts.settings;
    this.#parts = parts;
    this.#progress = parts.progress.read(seed, courses, profile);
  }

  get status(): FeedStatus {
    const { sent, extraCourses, extraSent } = this.#progress;
    return {
      courses: this.#begun - this.#open.size + extraCourses,
      events: sent + extraSent,
      done: this.#done,
      lastDay,
      door: this.#parts.settings.door,
    };
  }

  /** Begins, or goes on where an earlier run was stopped. A second call changes nothing. */
  start(): void {
    this.#running ??= this.#run();
  }

  /** Returns when what is under way has been acknowledged; without an answer it does not wait long, and sends it again next time. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.race([this.#running, wait(stopWithinMs, undefined, { ref: false })]);
    await this.#door?.close();
  }

  async #run(): Promise<void> {
    const { settings, logger } = this.#parts;
    await this.#sendAll();
    if (this.#stop.signal.aborted) return;
    this.#done = true;
    if (settings.courses > 0) logger.info('feed sent', { count: this.#progress.sent });
    while (settings.coursesPerSecond > 0 && !this.#stop.signal.aborted) {
      await this.#pause(1_000 / settings.coursesPerSecond);
      if (!this.#stop.signal.aborted) await this.#sendOneMore();
    }
  }

  async #sendAll(): Promise<void> {
    const { settings, chart } = this.#parts;
    let toSkip = this.#progress.sent;
    let chunk: Message[] = [];
    const onCourse = (course: Course, messages: number) => {
      chart(course);
      this.#begun += 1;
      this.#open.set(course.index, messages);
    };
    for (const message of generate({ ...settings, onCourse })) {
      if (this.#stop.signal.aborted) return;
      if (toSkip > 0) {
        toSkip -= 1;
        this.#close(message);
        continue;
      }
      chunk.push(message);
      if (chunk.length < chunkSize) continue;
      await this.#send(chunk);
      chunk = [];
    }
    await this.#send(chunk);
  }

  async #send(messages: readonly Message[]): Promise<void> {
    if (messages.length === 0 || !(await this.#deliver(messages))) return;
    for (const message of messages) this.#close(message);
    this.#keep({ ...this.#progress, sent: this.#progress.sent + messages.length });
  }

  async #sendOneMore(): Promise<void> {
    const { settings, chart } = this.#parts;
    const { extraCourses, extraSent } = this.#progress;
    const course = courseOf(settings.profile ?? 'varied', settings.seed, settings.courses + extraCourses);
    const messages = tellCourse(course, settings.seed);
    chart(course);
    if (!(await this.#deliver(messages))) return;
    this.#keep({ ...this.#progress, extraCourses: extraCourses + 1, extraSent: extraSent + messages.length });
  }

  /** Sends until all is acknowledged; false when the feed was stopped before that. */
  async #deliver(messages: readonly Message[]): Promise<boolean> {
    let left = messages;
    while (!this.#stop.signal.aborted) {
      try {
        this.#door ??= await this.#parts.openDoor();
        await this.#door.deliver(left);
        return true;
      } catch (thrown) {
        if (thrown instanceof Undelivered) left = thrown.messages;
        const error = thrown instanceof Undelivered ? thrown.cause : thrown;
        this.#parts.logger.warn('feed waits for its door', { error, waitMs: retryAfterMs });
        await this.#pause(retryAfterMs);
      }
    }
    return false;
  }

  #close({ course }: Message): void {
    const left = (this.#open.get(course) ?? 1) - 1;
    if (left === 0) this.#open.delete(course);
    else this.#open.set(course, left);
  }

  #keep(next: Progress): void {
    this.#progress = next;
    this.#parts.progress.write(next);
  }

  async #pause(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }
}
