import { z } from 'zod';

const sourceFact = z.strictObject({
  kind: z.string().describe('What was reported: a procedure, an order, an administration, a score …'),
  feed: z.strictObject({ site: z.string(), application: z.string(), family: z.string() }),
  identifier: z
    .strictObject({ system: z.string(), value: z.string() })
    .nullable()
    .describe("The source's own identifier of it, where it has one."),
  messages: z
    .array(
      z.strictObject({
        sequence: z
          .string()
          .nullable()
          .describe('Place in the order of receipt: names the message at intake. Null: it came to Kafka without one.'),
        saidAt: z.iso.datetime().nullable().describe('When the source says that it said it.'),
      }),
    )
    .describe('Messages whose word still stands, the newest first. What newer ones replaced is not kept here.'),
});
export type SourceFact = z.output<typeof sourceFact>;

/** `GET /v1/outcomes/{outcome}/records` of the mapper: identified data, from a pseudonym back to what it stands for. */
export const behindOutcome = z.strictObject({
  episode: z.uuid().nullable().describe('Pseudonym of the session, as analytics has it.'),
  rulesVersion: z.string().describe('The rules that it is derived by now.'),
  resources: z
    .array(
      z.strictObject({
        key: z.string().describe('`Type/id`, as the record is called in the bundles and in a FHIR repository.'),
        revision: z.int().nullable().describe('Of what was published last. Null: nothing was.'),
        resource: z.looseObject({ resourceType: z.string(), id: z.string() }).describe('FHIR R4.'),
      }),
    )
    .describe("The patient, what was done, given and seen in the session, and the scores that it's compared by."),
  sources: z.array(sourceFact).describe('What sources said of it.'),
});
export type BehindOutcome = z.output<typeof behindOutcome>;
