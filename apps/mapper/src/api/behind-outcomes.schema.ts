import type { BehindOutcome } from '@ilium/contracts';
import { z } from 'zod';

export const outcomeName = z.strictObject({
  outcome: z
    .uuid('Allowed: the `key` of an outcome, as analytics has it.')
    .describe('Pseudonym of an outcome: its `key` in analytics.'),
});
export type OutcomeName = z.output<typeof outcomeName>;

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
