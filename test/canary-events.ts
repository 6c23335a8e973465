import type { Report, ReportKind } from '@ilium/contracts';
import type { OutgoingRecord } from '@ilium/messaging';
import type { ChartRecord } from '../apps/hospital/src/feed/chart-resources.js';

/** What canaries are known by: nothing that holds it may leave the hospital. It can pass for a code, a name or a number. */
export const marker = 'CANARY7Q';

/** The same where a source may write what it likes. */
export const words = `${marker} Jane Roe`;
const birthDate = '1961-02-03';

const identifier = (kind: string) => ({ system: `urn:canary:${kind}`, value: `${marker}-${kind}-4711` });
const patient = identifier('mrn');
const visit = identifier('visit');
const feed = { site: marker, application: marker, family: 'events' };

/** The patient and the visit that the events of this file are about. */
export const canaryChart: readonly ChartRecord[] = [
  { resourceType: 'Patient', id: 'canary-patient', identifier: [patient], name: [{ family: words }], birthDate },
  {
    resourceType: 'Encounter',
    id: 'canary-visit',
    identifier: [visit],
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    subject: { reference: 'Patient/canary-patient' },
  },
];

/** Reports with every field that there is, the marker in each that holds a text or names something. */
function everyField(coded: (code: string) => string): { readonly [Kind in ReportKind]: Required<Report<Kind>> } {
  const code = (known: string) => ({ code: coded(known), display: words });
  const ties = {
    procedureIdentifier: identifier('procedure'),
    visit,
    account: identifier('account'),
    orders: [identifier('order')],
  };
  const sites = { bodySite: [code('39723000')], laterality: code('L') };
  const performer = identifier('practitioner');
  const modifiers = ['LT', marker];
  const diagnoses = [code('M46.1')];
  const day = '2026-02-10';
  const [start, end] = [`${day}T10:00:00-05:00`, `${day}T10:20:00-05:00`];
  return {
    procedure: {
      ...{
        codes: [code('27096')],
        text: words,
        ...ties,
        ...sites,
        status: 'completed',
        modifiers,
        diagnoses,
        performer,
      },
      ...{ performed: start, performedEnd: end, location: words, purpose: code('P'), guidance: code('44491008') },
      ...{ position: code('prone'), contrastSpread: code('intra-articular') },
    },
    order: {
      ...{ codes: [code('27096')], text: words, ...ties, ...sites, status: words, modifiers },
      ...{ scheduled: start, purpose: code('P') },
    },
    administration: {
      ...{ ...ties, ...sites, status: 'completed', medication: [code('10759')], text: words },
      ...{ dose: { value: 40, unit: words }, route: code('12130007'), start, end, performer, lot: words },
    },
    charge: {
      ...{ codes: [code('27096')], text: words, ...ties, modifiers, transaction: 'charge' },
      ...{ quantity: { value: 1, unit: words }, serviceDate: day, diagnoses },
    },
    score: {
      ...{ ...ties, ...sites, measure: code('72514-3'), value: 4, answer: code('LA6112-2'), unit: words },
      ...{ effective: end, timing: 'after', painLocation: words, recall: words, valueSet: words, missingReason: words },
    },
    complication: { codes: [code('infection')], text: words, ...ties, onset: end },
    history: { codes: [code('97110')], text: words, performed: '2025' },
    patient: { birthDate, sex: words.slice(0, 20), family: words, deceased: false, flags: [words] },
  };
}

/** With codes that the tables know, and with words in the place of every code. */
export const canaryEvents: readonly OutgoingRecord[] = [everyField((known) => known), everyField(() => words)].flatMap(
  (reports, set) =>
    Object.entries(reports).map(([kind, report]) => {
      const { system, value } = identifier(kind);
      return canaryEvent(`${marker}-${kind}-${set}`, `ilium.${kind}.reported.v1`, {
        ...{ feed, patient, identifier: { system, value: `${value}-${set}` } },
        ...{ version: { eventTime: '2026-02-11T09:00:00Z' }, report },
      });
    }),
);

/** The sources' own ids and headers bear it too: they end where events are read. */
function canaryEvent(id: string, type: string, data: object): OutgoingRecord {
  return {
    key: `${marker}-key`,
    value: JSON.stringify({ specversion: '1.0', id, source: `urn:${marker}`, subject: words, type, data }),
    headers: { 'content-type': 'application/cloudevents+json', 'x-source': words },
  };
}

const score = {
  feed,
  patient,
  version: {},
  report: { measure: { code: '72514-3' }, value: 3, effective: '2026-01-05' },
};
const scoreType = 'ilium.score.reported.v1';
const nul = String.fromCodePoint(0);
const identified = (report: object) => ({ ...score, identifier: identifier('score'), report });

/** What nobody can read, with the marker where it breaks the contract. */
const unreadable: readonly string[] = [
  `MSH|^~\\&|${words}`,
  JSON.stringify({ resourceType: 'Patient', name: words, birthDate }),
  ...[
    { type: `ilium.${marker}.reported.v1`, data: score },
    { type: 'ilium.score.reported.v7', data: score },
    { type: scoreType, data: { ...score, [marker]: words } },
    { type: scoreType, data: identified({ [words]: words }) },
    { type: scoreType, data: identified({ value: words, effective: words, timing: words }) },
    { type: scoreType, data: identified({ answer: { code: words.repeat(100) } }) },
    { type: scoreType, data: identified({ answer: { code: `${marker}${nul}` } }) },
    { type: scoreType, data: { ...score, patient: words } },
    { type: scoreType, data: { ...score, anchor: { serviceDate: '2026-01-05' }, identifier: patient } },
    { type: 'ilium.patient.linked.v1', data: { feed, survivor: patient, merged: patient, version: {} } },
  ].map((event, place) =>
    JSON.stringify({ specversion: '1.0', id: `unreadable-${place}`, source: 'canary', ...event }),
  ),
];

/** Parked as they are, with headers and key as they came: here without the marker. */
export const unreadableEvents: readonly OutgoingRecord[] = unreadable.map((value) => ({
  key: 'unreadable',
  value,
  headers: { 'content-type': 'application/cloudevents+json' },
}));
