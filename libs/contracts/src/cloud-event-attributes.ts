import { z } from 'zod';
import { time } from './moment.js';

/** CloudEvents 1.0.2, type system: a String holds no control characters and no lone surrogates. */
const attributeText = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u);

/** What every CloudEvent of ours says; in binary mode each is a header with the prefix `ce_`. */
export const requiredAttributes = {
  specversion: z.literal('1.0').describe('Version of CloudEvents.'),
  id: attributeText(500).describe(
    'Unique within the source: the same source and id again is a duplicate. Holds nothing about a patient.',
  ),
  source: attributeText(500).describe('URI of the sender.'),
  type: attributeText(200),
};

export const optionalAttributes = {
  time: time.describe('When it happened, with its zone.'),
  sequence: z
    .string()
    .regex(/^\d{1,15}$/)
    .describe('Sequence extension: the order in which the sender received the messages, as digits.'),
};

/** CloudEvents JSON format 1.0.2, section 2.2: an attribute that is null is one that is not there. */
export const structuredModeAttributes = {
  ...requiredAttributes,
  time: optionalAttributes.time.nullish(),
  sequence: optionalAttributes.sequence.nullish(),
  datacontenttype: z.string().nullish(),
};
