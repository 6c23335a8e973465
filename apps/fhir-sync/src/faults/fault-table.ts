import { saysNothingOfRecords, statuses, statusRanges, type FaultRow, type Remedy, type Scope } from './faults.js';

/** The taxonomy of faults as tables for people: made from the tables that fhir-sync works by. */

const remedies: Readonly<Record<Remedy, string>> = {
  retry: 'the same again later, after the time that `Retry-After` asks for, else after a growing, jittered pause',
  're-read': 'the version is read, and the record sent again on it',
  smaller: 'half of the records at a time; the size that was taken is remembered',
  refuse: 'in company: halves, until the culprit is alone. Alone: refused, and what the server said is kept with it',
};

const scopes: Readonly<Record<Scope, string>> = {
  target: 'nothing is sent until a cheap question (`GET metadata`) is answered; no record loses an attempt',
  request: 'other records go on; several such failures in a row count as an outage',
};

const rows: readonly (readonly [string, FaultRow])[] = [
  ...Object.entries(statuses),
  [
    [...saysNothingOfRecords].join(', '),
    {
      remedy: 'retry',
      scope: 'target',
      means:
        'without an OperationOutcome: a proxy, or a server that is not up yet. To a request about one record, while `GET metadata` is answered: its own',
    },
  ],
  ...Object.entries(statusRanges).map(([hundred, row]): readonly [string, FaultRow] => [`other ${hundred}xx`, row]),
  [
    'no connection',
    { remedy: 'retry', scope: 'target', means: 'refused, not found, unreachable, or the certificate is not trusted' },
  ],
  [
    'reset, cut or late answer',
    { remedy: 'retry', scope: 'request', means: 'sent, and nobody knows whether it was applied' },
  ],
  [
    'an entry refused inside a 200',
    { remedy: 'refuse', scope: 'request', means: 'each entry counts by its own status, by the rows above' },
  ],
];

/** By the names of their marks in docs/fhir-delivery.md. */
export const faultTables = {
  faults: {
    head: ['Answer', 'Means', 'Remedy', 'Whose trouble'],
    rows: rows.map(([answer, { means, remedy, scope }]) => [answer, means, remedy, scope]),
  },
  remedies: { head: ['Remedy', 'What is done'], rows: Object.entries(remedies) },
  scopes: { head: ['Whose trouble', 'What becomes of everything else'], rows: Object.entries(scopes) },
};
