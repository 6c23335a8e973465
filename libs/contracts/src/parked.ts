import { z } from 'zod';
import { parkReasons } from './fate.js';

/** Headers that a record of the topic `parked` carries besides its own. Key, value and its other headers are untouched. */
export const parkedHeaders = {
  reason: 'ilium-reason',
  detail: 'ilium-detail',
  service: 'ilium-service',
  topic: 'ilium-topic',
  partition: 'ilium-partition',
  offset: 'ilium-offset',
  attempts: 'ilium-attempts',
  parkedAt: 'ilium-parked-at',
  inbox: 'ilium-inbox',
} as const;

const digits = z.string().regex(/^\d+$/);

export const parkedHeaderValues = z.looseObject({
  [parkedHeaders.reason]: z.enum(parkReasons).describe('Why a person must look at it.'),
  [parkedHeaders.detail]: z.string().max(500).describe('The place of the fault, never a value.'),
  [parkedHeaders.service]: z.string().describe('The service that could not use it.'),
  [parkedHeaders.topic]: z.string().describe('Where it came from.'),
  [parkedHeaders.partition]: digits,
  [parkedHeaders.offset]: digits,
  [parkedHeaders.attempts]: digits.describe('How often it has been parked, this time included.'),
  [parkedHeaders.parkedAt]: z.iso.datetime(),
  [parkedHeaders.inbox]: z
    .string()
    .describe('JSON array of source and id of its inbox row: what a re-injection hands back in `ilium-reinjected`.'),
});
