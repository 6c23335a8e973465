import { deliveredTypes } from '@ilium/site';
import { writtenTypes } from './capabilities.js';
import { server, type Findings } from './findings.js';
import type { ProposedLane } from './proposed-lanes.js';

/** What will not work with this server, and what Ilium does instead. */

export interface Limit {
  readonly what: string;
  readonly instead: string;
}

type Rule = (findings: Findings, lanes: readonly ProposedLane[]) => readonly Limit[];

const limit = (holds: boolean, what: string, instead: string): readonly Limit[] => (holds ? [{ what, instead }] : []);

/** The types of which something holds, in one text; empty where there is none. */
function named(types: readonly string[], holds: (type: string) => boolean): string {
  return types.filter(holds).join(', ');
}

const noPatients: Rule = (findings) => [
  ...limit(
    findings.is('patient-search', 'Patient', 'refused', 'not-found'),
    'Patients can not be found by number, so nothing finds its patient.',
    'Every record waits. Ask for the right to search Patient by identifier, and for the assigner that it knows.',
  ),
  ...limit(
    findings.is('patient-search', 'Patient', 'everybody'),
    'A search for a patient by number is answered with somebody else.',
    'Ilium looks at the number of each patient in the answer and takes no other; it may not find the right one in time.',
  ),
  ...limit(
    findings.is('encounter-search', 'Encounter', 'refused', 'everybody'),
    'Visits can not be found by number.',
    'Records name their visit by number only, without a link to it.',
  ),
];

const nothingDelivered: Rule = (_findings, lanes) =>
  limit(
    lanes.some(({ lane }) => lane === 'none'),
    `${named(
      lanes.filter(({ lane }) => lane === 'none').map(({ type }) => type),
      () => true,
    )} can not be delivered over FHIR.`,
    'Kept here only (state `kept here`). If the site has an interface engine: lane hl7v2-out sends scores as ORU^R01 and a summary as MDM^T02; whether its receiver takes them can not be probed over FHIR.',
  );

const documentsOnly: Rule = (_findings, lanes) => {
  const types = lanes.filter(({ lane }) => lane === 'document').map(({ type }) => type);
  return limit(
    types.length > 0,
    `${types.join(', ')} can not be delivered as data: nobody can search or count them in this server.`,
    'They go into one document per session and per follow-up, as text and PDF.',
  );
};

const replacements: Rule = (findings, lanes) => {
  const second = findings.of('kept', 'DocumentReference (a second one, replacing it)')?.detail ?? '';
  return limit(
    lanes.some(({ lane }) => lane === 'document') && second.includes('relatesTo'),
    'A document that replaces an earlier one is not linked to it: both look valid.',
    'The text of each document says which one it replaces.',
  );
};

const byHand: Rule = (findings, lanes) => {
  const types = lanes
    .filter(({ lane, type }) => lane === 'create-only' && !findings.works('update', type))
    .map(({ type }) => type);
  return limit(
    types.length > 0,
    `${types.join(', ')}: what was written can not be corrected or taken back by us.`,
    'A correction becomes a work item "correct in the EHR by hand" and is counted as by-hand.',
  );
};

const dropped: Rule = (findings) => [
  ...findings
    .all('kept')
    .flatMap(({ about, result, detail = '' }) =>
      limit(
        result === 'lost-meaning' && !isAsItsType(about, detail, findings),
        `${about}: ${detail.split(';')[0] ?? ''} dropped silently, though the write is answered as done.`,
        'Such a record counts as refused, not as delivered. Ask the vendor for the element, or use another lane.',
      ),
    ),
  ...limit(
    findings.all('kept').some(({ detail = '' }) => /\bmeta(\.tag)?\b/.test(detail)),
    'Our tag is dropped, so that our records can not be told from others by it.',
    'Where records of this server come back as a feed, they are recognised by their identifier only; see "no echo".',
  ),
];

/** Whether a kind of records loses no more than all of its type do. */
function isAsItsType(about: string, detail: string, findings: Findings): boolean {
  const [type = ''] = about.split(' (');
  return about !== type && findings.of('kept', type)?.detail?.split(';')[0] === detail.split(';')[0];
}

const refusedKinds: Rule = (findings, lanes) => {
  const delivered = new Set<string>(
    lanes.filter(({ lane }) => lane !== 'none' && lane !== 'document').map(({ type }) => type),
  );
  return findings.all('create').flatMap(({ about, basis, result, detail }) => {
    const [type = ''] = about.split(' (');
    const isKind = about !== type && delivered.has(type) && basis === 'seen';
    return limit(
      isKind && (result === 'refused' || result === 'bare'),
      `${about} is refused (${detail ?? ''}), while others of its type are taken.`,
      'It stays refused, with the reason beside it; the others go on.',
    );
  });
};

const doubles: Rule = (findings, lanes) => {
  const created = new Set<string>(lanes.filter(({ lane }) => lane === 'create-only').map(({ type }) => type));
  const ignored = named(writtenTypes, (type) => findings.is('conditional-create', type, 'ignored'));
  const loose = named(deliveredTypes, (type) => created.has(type) && findings.is('found-again', type, 'loosely'));
  return [
    ...limit(
      ignored !== '',
      `${ignored}: If-None-Exist is passed over, and a repeated create makes a second record.`,
      'Ilium never creates twice: after a lost answer it searches first, and asks a person where that does not tell.',
    ),
    ...limit(
      loose !== '',
      `${loose}: a search passes over a part of the question.`,
      'Ilium compares each record of the answer itself.',
    ),
  ];
};

const versions: Rule = (findings) => {
  const blind = named(writtenTypes, (type) => findings.is('stale', type, 'taken'));
  const unversioned = named(writtenTypes, (type) => findings.is('versions', type, 'never'));
  return [
    ...limit(
      blind !== '',
      `${blind}: a write onto an old version is taken. What a user changes in the EHR in that moment is overwritten unseen.`,
      'Ilium reads before it corrects, which makes the gap short and does not close it.',
    ),
    ...limit(
      unversioned !== '',
      `${unversioned}: no versions are told, so that changes of others can not be noticed by number.`,
      'Changes are noticed by comparing what was read.',
    ),
  ];
};

const bundles: Rule = (findings) => [
  ...limit(
    findings.is('transaction', server, 'as-batch'),
    'Transactions are run as batches: of records sent together, some may be written and others not.',
    'Ilium reads the status of each entry and sends again what was not written.',
  ),
  ...limit(
    findings.is('bundle-limit', server, 'limited'),
    `A transaction takes a limited number of records (${findings.of('bundle-limit', server)?.detail ?? ''}).`,
    'Set FHIR_MAX_ENTRIES to it. Without that Ilium learns it by being refused.',
  ),
  ...limit(
    findings.is('batch', server, 'refused') && !findings.works('transaction', server),
    'Neither transactions nor batches are run.',
    'Records and look-ups go one by one, which is slower.',
  ),
];

const retractions: Rule = (findings, lanes) => {
  const types = named(
    lanes.filter(({ lane }) => lane === 'repository').map(({ type }) => type),
    (type) => findings.is('retract', type, 'refused'),
  );
  return limit(
    types !== '',
    `${types}: a record can not be marked entered-in-error.`,
    'What was taken back at the source stays in this server, is counted, and has to be taken back by hand.',
  );
};

const outages: Rule = (findings) =>
  limit(
    findings.is('unknown-type', server, 'bare'),
    'The server says no without an OperationOutcome.',
    'A 403, 404 or 410 without one counts as the server being away, so a record that it does not want waits instead of being refused.',
  );

const rules: readonly Rule[] = [
  noPatients,
  nothingDelivered,
  documentsOnly,
  replacements,
  dropped,
  refusedKinds,
  byHand,
  doubles,
  versions,
  retractions,
  bundles,
  outages,
];

export function limitsOf(findings: Findings, lanes: readonly ProposedLane[]): readonly Limit[] {
  return rules.flatMap((rule) => rule(findings, lanes));
}
