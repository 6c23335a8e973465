import { parkReasons } from '@ilium/contracts';
import { z } from 'zod';

/** What `POST /v1/events` answers. */

const eventAnswer = z.object({
  source: z.string().optional().describe("The event's own, where it could be read."),
  id: z.string().optional(),
  status: z
    .enum(['taken', 'repeat', 'refused'])
    .describe('taken: stored; repeat: had been taken before; refused: nothing of it was kept.'),
  reason: z
    .enum([...parkReasons, 'too-large'])
    .optional()
    .describe('Of a refused event.'),
  detail: z.string().optional().describe('The place of the fault in the event, never a value.'),
});

export const eventAnswers = z.object({
  taken: z.int().min(0),
  repeated: z.int().min(0),
  refused: z.int().min(0),
  events: z.array(eventAnswer).describe('One for each event, in the order in which they were sent.'),
});

export type EventAnswer = z.output<typeof eventAnswer>;
export type EventAnswers = z.output<typeof eventAnswers>;

export function answersOf(events: EventAnswer[]): EventAnswers {
  const count = (status: EventAnswer['status']) => events.filter((event) => event.status === status).length;
  return { taken: count('taken'), repeated: count('repeat'), refused: count('refused'), events };
}

/** 200: none is refused. 207: some are. 400: all are; a single one whose name is taken: 409. */
export function statusOf({ refused, events }: EventAnswers, isSingle: boolean): 200 | 207 | 400 | 409 {
  if (refused === 0) return 200;
  if (refused < events.length) return 207;
  return isSingle && events[0]?.reason === 'id-reused' ? 409 : 400;
}
