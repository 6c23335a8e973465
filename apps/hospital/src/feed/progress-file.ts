import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { feedProfiles, type FeedProfile } from './feed-profile.js';

const progress = z.object({
  seed: z.int(),
  courses: z.int(),
  profile: z.enum(feedProfiles).default('varied'),
  /** Messages of the feed that are acknowledged. */
  sent: z.int().min(0),
  /** Courses that were sent one by one after the feed, and their messages. */
  extraCourses: z.int().min(0),
  extraSent: z.int().min(0),
});
export type Progress = z.output<typeof progress>;

/** Keeps how far a feed has come, so that a restart goes on there: at worst, the last chunk is sent again. */
export class ProgressFile {
  readonly #path: string | undefined;

  /** Without a path nothing is kept. */
  constructor(path: string | undefined) {
    this.#path = path;
  }

  /** How far this feed has come; a file of another feed, or a damaged one, counts for nothing. */
  read(seed: number, courses: number, profile: FeedProfile): Progress {
    const start: Progress = { seed, courses, profile, sent: 0, extraCourses: 0, extraSent: 0 };
    if (this.#path === undefined || !existsSync(this.#path)) return start;
    const kept = progress.safeParse(parse(readFileSync(this.#path, 'utf8')));
    const isSame =
      kept.success && kept.data.seed === seed && kept.data.courses === courses && kept.data.profile === profile;
    return isSame ? kept.data : start;
  }

  write(next: Progress): void {
    if (this.#path === undefined) return;
    const fresh = `${this.#path}.new`;
    writeFileSync(fresh, JSON.stringify(next));
    renameSync(fresh, this.#path);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
