import type { Hl7Message, Segment } from '../reading/message.js';

/** The segments behind one, up to the next of the given names. */
export function following(message: Hl7Message, segment: Segment, until: readonly string[]): readonly Segment[] {
  const ends = until.map((name) => message.next(name, segment.index)?.index ?? message.segments.length);
  return message.segments.slice(segment.index + 1, Math.min(...ends, message.segments.length));
}

/** The nearest segment of a name before one; none, where a segment of the given names stands between. */
export function preceding(
  message: Hl7Message,
  segment: Segment,
  name: string,
  between: readonly string[] = [],
): Segment | undefined {
  const found = message.previous(name, segment.index);
  if (found === undefined) return undefined;
  const isCut = between.some((other) => (message.previous(other, segment.index)?.index ?? -1) > found.index);
  return isCut ? undefined : found;
}
