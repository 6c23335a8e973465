import type { Resolved } from './resolutions.schema.js';
import type { UnmappedCodes } from './unmapped.schema.js';

/** Invented answers. */

export const unmappedExample: UnmappedCodes = {
  codes: [
    {
      site: 'riverside',
      table: 'procedures',
      system: '99RVS',
      code: 'SIJ-INJ',
      facts: 17,
      since: '2026-03-12T16:00:00.000Z',
      notOurs: 'not-ours',
      examples: [
        {
          fact: 'i00000000000000000000000000000000',
          application: 'EHR',
          family: 'dft',
          kind: 'charge',
          field: 'codes',
        },
      ],
    },
  ],
  after: null,
};

export const resolvedExample: Resolved = {
  resolution: {
    id: '5f0c2c1e-8f57-4c7b-9f0e-0a4f6c1d2e3f',
    table: 'procedures',
    system: '99RVS',
    code: 'SIJ-INJ',
    as: 'si-joint-injection',
    by: 'A. Coder',
    at: '2026-03-13T09:00:00.000Z',
    note: null,
    takenBack: null,
    overruledBy: null,
  },
  rulesOrdinal: 2,
  holders: 12,
  patients: 480,
};
