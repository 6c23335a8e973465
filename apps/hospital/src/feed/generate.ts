import { courseOf, type FeedProfile } from './feed-profile.js';
import { marked } from './marked.js';
import type { Message } from './message.js';
import { Random } from './random.js';
import type { Course } from './story.js';
import { tellCourse } from './tell-course.js';

/** How far messages may overtake each other. */
const shuffledMessages = 2_000;

export interface FeedOptions {
  readonly seed: number;
  readonly courses: number;
  /** `varied` where nothing is said. */
  readonly profile?: FeedProfile | undefined;
  /** Begins all identifiers and texts, so that one can look for them where they must not be. */
  readonly marker?: string | undefined;
  /** Hears of each course before its first message, and of how many there will be. */
  readonly onCourse?: (course: Course, messages: number) => void;
}

/**
 * The feed of a seed: always the same messages in the same order, out of time order and across courses. Bounded in
 * memory, whatever its size.
 */
export function generate(options: FeedOptions): Generator<Message> {
  return shuffle(messages(options), new Random('order', options.seed));
}

function* messages({ seed, courses, profile = 'varied', marker, onCourse }: FeedOptions): Generator<Message> {
  for (let index = 0; index < courses; index += 1) {
    const course = courseOf(profile, seed, index);
    const told = tellCourse(course, seed);
    onCourse?.(course, told.length);
    yield* marker === undefined ? told : told.map((message) => withMarker(message, marker));
  }
}

function withMarker(message: Message, marker: string): Message {
  const { event, saidBefore } = message;
  return {
    ...message,
    event: { ...event, data: marked(event.data, marker) },
    saidBefore: saidBefore && marked(saidBefore, marker),
  };
}

function* shuffle<T>(items: Iterable<T>, random: Random): Generator<T> {
  const held: T[] = [];
  for (const item of items) {
    if (held.length < shuffledMessages) {
      held.push(item);
      continue;
    }
    yield* held.splice(random.int(0, held.length - 1), 1, item);
  }
  while (held.length > 0) yield* held.splice(random.int(0, held.length - 1), 1);
}
