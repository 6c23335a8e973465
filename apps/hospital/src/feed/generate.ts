import { imagineCourse } from './imagine-course.js';
import type { Message } from './message.js';
import { Random } from './random.js';
import type { Course } from './story.js';
import { tellCourse } from './tell-course.js';

/** How far messages may overtake each other. */
const shuffledMessages = 2_000;

export interface FeedOptions {
  readonly seed: number;
  readonly courses: number;
  /** Hears of each course before its first message, and of how many there will be. */
  readonly onCourse?: (course: Course, messages: number) => void;
}

/**
 * The feed of a seed: always the same messages in the same order, out of time order and across courses. Bounded in
 * memory, whatever its size.
 */
export function generate({ seed, courses, onCourse }: FeedOptions): Generator<Message> {
  return shuffle(messages(seed, courses, onCourse), new Random('order', seed));
}

function* messages(seed: number, courses: number, onCourse: FeedOptions['onCourse']): Generator<Message> {
  for (let index = 0; index < courses; index += 1) {
    const course = imagineCourse(seed, index);
    const told = tellCourse(course, seed);
    onCourse?.(course, told.length);
    yield* told;
  }
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
