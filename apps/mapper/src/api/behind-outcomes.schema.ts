import { z } from 'zod';

export const outcomeName = z.strictObject({
  outcome: z
    .uuid('Allowed: the `key` of an outcome, as analytics has it.')
    .describe('Pseudonym of an outcome: its `key` in analytics.'),
});
export type OutcomeName = z.output<typeof outcomeName>;

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

/** Invented. */
export const behindOutcomeExample: BehindOutcome = {
  episode: '0b6f5a52-7d0c-4c43-9a0e-5b7d6f1c2a10',
  rulesVersion: 'riverside 3',
  resources: [
    {
      key: 'Procedure/xae625ab41df1ae4c6a3f5f1',
      revision: 1_772_323_200_000_000,
      resource: { resourceType: 'Procedure', id: 'xae625ab41df1ae4c6a3f5f1', status: 'completed' },
    },
  ],
  sources: [
    {
      kind: 'procedure',
      feed: { site: 'riverside', application: 'EHR', family: 'DFT' },
      identifier: { system: 'urn:oid:2.999.1', value: 'PRC-1' },
      messages: [{ sequence: '195350400000001', saidAt: '2026-03-12T15:00:00.000Z' }],
    },
  ],
};
