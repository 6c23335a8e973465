import { describe, expect, it } from '@jest/globals';
import { parseProcedureEvent, procedureEventTypes, reportKindOf, type ProcedureEventType } from './procedure-event.js';
import { reportFields, reportKinds } from './reports.js';

const identifier = { system: 'urn:oid:2.999.1', value: 'SYNTHETIC-1' };
const anchor = { visit: identifier, serviceDate: '2026-03-12' };
const feed = { site: 'test', application: 'test', family: 'events' };
const score = { feed, patient: identifier, version: {}, report: { value: 6 } };
const link = { feed, survivor: identifier, merged: { ...identifier, value: 'SYNTHETIC-2' }, version: {} };
const move = { feed, from: link.survivor, to: link.merged, visit: identifier, version: {} };
const snapshot = { feed, patient: identifier, kind: 'procedure', visit: identifier, members: [anchor], version: {} };

function parse(data: unknown, type: string = 'ilium.score.reported.v1') {
  return parseProcedureEvent({ specversion: '1.0', id: 'e-1', source: 'urn:test', type, data });
}

function detailOf(data: unknown, type?: ProcedureEventType): string {
  const read = parse(data, type);
  expect(read).toMatchObject({ ok: false, reason: 'schema-violation' });
  return read.ok ? '' : read.detail;
}

describe('reading a procedure event', () => {
  it('fills in what may be left out', () => {
    expect(parse({ ...score, anchor })).toEqual({
      ok: true,
      event: {
        specversion: '1.0',
        id: 'e-1',
        source: 'urn:test',
        type: 'ilium.score.reported.v1',
        data: { ...score, anchor: { ...anchor, ordinal: 1 }, version: { status: 'final' }, complete: false },
      },
    });
  });

  it('keeps apart what is deleted from what is not said', () => {
    const read = parse({ ...score, report: { value: null } });
    expect(read.ok && read.event.data).toMatchObject({ report: { value: null } });
    expect(read.ok && read.event.data).not.toHaveProperty('report.unit');
  });

  it.each(reportKinds)('takes a report of kind %s in which every field is deleted', (kind) => {
    const report = Object.fromEntries(reportFields(kind).map((field) => [field, null]));
    expect(parse({ ...score, report }, `ilium.${kind}.reported.v1`)).toMatchObject({ ok: true });
  });
});

describe('the type', () => {
  it.each([
    ['ilium.score.reported.v2', 'unknown-version'],
    ['ilium.score.reported.v10', 'unknown-version'],
    ['ilium.score.reported.v0', 'unknown-version'],
    ['ilium.score.reported', 'unknown-type'],
    ['ilium.score.reported.v1.x', 'unknown-type'],
    ['ilium.scores.reported.v1', 'unknown-type'],
    ['ILIUM.score.reported.v1', 'unknown-type'],
    ['org.example.score.v1', 'unknown-type'],
    ['constructor', 'unknown-type'],
    ['__proto__', 'unknown-type'],
  ])('%s is parked as %s', (type, reason) => {
    expect(parse(score, type)).toMatchObject({ ok: false, reason });
  });

  it('is never repeated in the detail', () => {
    const read = parse(score, 'ilium.SYNTHETIC-1.v1');
    expect(read.ok ? '' : read.detail).not.toContain('SYNTHETIC');
  });

  it.each(procedureEventTypes.filter((type) => /\.reported\./.test(type) && !type.includes('snapshot')))(
    '%s names the kind of its report',
    (type) => {
      expect(reportKinds.some((kind) => type === `ilium.${kind}.reported.v1`)).toBe(true);
    },
  );

  it('gives its kind', () => {
    expect(reportKindOf('ilium.charge.reported.v1')).toBe('charge');
  });
});

describe('a schema violation names its place and what was expected', () => {
  it.each([
    ['data: invalid_type, object expected', null],
    ['data: invalid_type, object expected', 5],
    ['data: invalid_type, object expected', [score]],
    ['data: unrecognized_keys, 2 not known to this version', { ...score, pateint: {}, extra: 1 }],
    ['data.report: unrecognized_keys, 1 not known to this version', { ...score, report: { vaule: 6 } }],
    ['data.patient.value: invalid_type, string expected', { ...score, patient: { system: 'x', value: 7 } }],
    ['data.patient.value: too_small, at least 1 expected', { ...score, patient: { system: 'x', value: '' } }],
    ['data.report.unit: too_big, at most 50 expected', { ...score, report: { unit: 'x'.repeat(51) } }],
    ['data.report.timing: invalid_value, before or after expected', { ...score, report: { timing: 'during' } }],
    ['data.report.value: invalid_type, number expected', { ...score, report: { value: Infinity } }],
    ['data.version.revision: too_big, at most 9007199254740991 expected', { ...score, version: { revision: 1e20 } }],
    ['data.version.revision: invalid_type, int expected', { ...score, version: { revision: 1.5 } }],
    ['data.version.eventTime: invalid_format, datetime expected', { ...score, version: { eventTime: '2026-03-12' } }],
    [
      'data.report.effective: invalid_union, a FHIR date, or a time with its zone, expected',
      { ...score, report: { effective: '2026-03-12T10:05:00' } },
    ],
    ['data.anchor: custom, a report has an identifier or an anchor, not both', { ...score, identifier, anchor }],
    [
      'data.anchor.visit: custom, an anchor needs a visit or an account',
      { ...score, anchor: { serviceDate: '2026-03-12' } },
    ],
  ])('%s', (detail, data) => {
    expect(detailOf(data)).toBe(detail);
  });

  it('in a link', () => {
    expect(parse(link, 'ilium.patient.linked.v1')).toMatchObject({ ok: true });
    const same = { ...link, merged: identifier };
    expect(detailOf(same, 'ilium.patient.unlinked.v1')).toBe('data.merged: custom, survivor and merged are the same');
  });

  it('in a move, which is of one visit or of one account, to somebody else', () => {
    const type = 'ilium.visit.moved.v1';
    const { visit, ...placeless } = move;
    expect(parse(move, type)).toMatchObject({ ok: true });
    expect(parse({ ...placeless, account: visit }, type)).toMatchObject({ ok: true });
    for (const places of [{}, { visit, account: visit }]) {
      expect(detailOf({ ...placeless, ...places }, type)).toBe(
        'data.visit: custom, a move is of a visit or of an account',
      );
    }
    expect(detailOf({ ...move, to: move.from }, type)).toBe('data.to: custom, from and to are the same');
  });

  it('in a snapshot', () => {
    expect(parse(snapshot, 'ilium.snapshot.reported.v1')).toMatchObject({ ok: true });
    expect(detailOf({ ...snapshot, members: [anchor, {}] }, 'ilium.snapshot.reported.v1')).toBe(
      'data.members.1: invalid_union, an identifier or an anchor expected',
    );
  });

  it('in a snapshot of nothing in particular, which would be a list of no visit at all', () => {
    const { visit, ...placeless } = snapshot;
    expect(detailOf(placeless, 'ilium.snapshot.reported.v1')).toBe(
      'data.visit: custom, a snapshot needs a visit or an account',
    );
    expect(parse({ ...placeless, account: visit }, 'ilium.snapshot.reported.v1')).toMatchObject({ ok: true });
  });

  it('at ten places at most', () => {
    const codes = Array.from({ length: 40 }, () => ({}));
    expect(detailOf({ ...score, report: { bodySite: codes } }).split('; ')).toHaveLength(10);
  });
});

it.each(['2026', '2026-03', '2026-03-12', '2026-03-12T10:05:00Z', '2024-02-29T23:59:59.123-05:00'])(
  'the moment %s keeps its precision',
  (effective) => {
    const read = parse({ ...score, report: { effective } });
    expect(read.ok && read.event.data).toMatchObject({ report: { effective } });
  },
);

it.each(['2026-13', '2026-02-30', '26-03-12', '2026-03-12T25:00:00Z', '2026-03-12T10:05:00', ' 2026', '20260312'])(
  'the moment %s is refused',
  (effective) => {
    expect(parse({ ...score, report: { effective } })).toMatchObject({ ok: false, reason: 'schema-violation' });
  },
);
