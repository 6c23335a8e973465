import type { Hl7Message, Segment } from '../reading/message.js';

/** The segments behind one, up to the next of the given names. */
export function following(message: Hl7Message, segment: Segment, until: readonly string[]): readonly Segment[] {
  const behind = message.segments.slice(segment.index + 1);
  const end = behind.findIndex(({ name }) => until.includes(name));
  return end < 0 ? behind : behind.slice(0, end);
}

/** The nearest segment of a name before one; none, where a segment of the given names stands between. */
export function preceding(
  message: Hl7Message,
  segment: Segment,
  name: string,
  between: readonly string[] = [],
): Segment | undefined {
  for (let index = segment.index - 1; index >= 0; index -= 1) {
    const candidate = message.segments[index];
    if (candidate === undefined || between.includes(candidate.name)) return undefined;
    if (candidate.name === name) return candidate;
  }
  return undefined;
}
