import { describe, expect, it } from '@jest/globals';
import { example, hilltop, lakeside, taken, withField } from '../testing/hl7-messages.js';
import { eventsOf, outcomeAt, outputsOf, outputsOfEvents, records, sidesOf } from '../testing/hl7-outputs.js';

const hilltopDay = [
  'hilltop-orm-o01',
  'hilltop-siu-s12',
  'hilltop-oru-r01-before',
  'hilltop-dft-p03',
  'hilltop-ras-o17',
  'hilltop-adt-a08',
  'hilltop-bar-p01',
  'hilltop-mdm-t02',
  'hilltop-oru-r01',
].map(example);
const lakesideDay = ['lakeside-adt-a08', 'lakeside-ras-o17', 'lakeside-dft-p03', 'lakeside-oru-r01'].map(example);
const dft = example('hilltop-dft-p03');

describe('a day at hilltop', () => {
  const outputs = outputsOf(hilltopDay, hilltop);

  it('becomes one procedure, though four messages tell of it', () => {
    expect(records(outputs, 'Procedure')).toMatchObject([
      {
        status: 'completed',
        identifier: expect.arrayContaining([{ system: 'urn:oid:2.999.4', value: 'PRC55812' }]),
        code: { coding: expect.arrayContaining([{ system: 'http://www.ama-assn.org/go/cpt', code: '27096:LT' }]) },
        subject: { identifier: { system: 'urn:oid:2.999.1', value: 'MRN004512' } },
        performedPeriod: { start: '2026-03-12T10:05:00-04:00', end: '2026-03-12T10:23:00-04:00' },
        bodySite: [{ text: 'Left sacroiliac joint' }],
        reasonCode: [{ coding: [{ code: 'M46.1' }] }],
      },
    ]);
  });

  it('with its three drugs, each part of it', () => {
    const [procedure] = records(outputs, 'Procedure');
    const given = records(outputs, 'MedicationAdministration');
    expect(given).toHaveLength(3);
    for (const one of given) expect(one).toMatchObject({ partOf: [{ reference: `Procedure/${procedure?.id}` }] });
  });

  it('and pain that fell from 8 to 3', () => {
    expect(outcomeAt(outputs, 'nrs', 'W2')).toMatchObject({
      status: 'observed',
      result: { baseline: 8, value: 3, percentBetter: 62.5, improved: true },
    });
    expect(outcomeAt(outputs, 'stated-relief', 'W2')).toMatchObject({ result: { percentBetter: 65 } });
    expect(outcomeAt(outputs, 'pgic', 'W2')).toMatchObject({ result: { value: 2, improved: true } });
  });

  it('and nothing for a person to look at', () => {
    expect(outputs.flatMap(({ work }) => work)).toEqual([]);
  });

  it('whatever the order in which it is read', () => {
    const events = eventsOf(hilltopDay, hilltop);
    expect(outputsOfEvents(events.toReversed())).toEqual(outputs);
  });
});

describe('a day at lakeside', () => {
  const outputs = outputsOf(lakesideDay, lakeside);

  it("becomes a procedure whose code and side are the site's own", () => {
    expect(records(outputs, 'Procedure')[0]).toMatchObject({
      status: 'completed',
      code: { text: 'Sacroiliac joint injection' },
      subject: { identifier: { system: 'https://lakeside.example/patients', value: '004512' } },
      encounter: { identifier: { value: '0000778812' } },
      performedPeriod: { start: '2026-03-12T09:05:00-05:00', end: '2026-03-12T09:23:00-05:00' },
      bodySite: [{ text: 'Left sacroiliac joint' }],
    });
  });

  it("with its steroid, and its scores by the site's own codes", () => {
    expect(records(outputs, 'MedicationAdministration')).toMatchObject([
      { dosage: { dose: { value: 40, unit: 'mg' } } },
    ]);
    expect(outcomeAt(outputs, 'odi', 'W2')).toMatchObject({ status: 'observed', result: { value: 28 } });
  });

  it('and nothing twice, though it was billed as well', () => {
    const joints = records(outputs, 'Procedure').filter((one) => !('partOf' in one));
    expect(joints).toHaveLength(1);
    expect(joints).toMatchObject([
      { identifier: expect.arrayContaining([expect.objectContaining({ value: 'CH-1' })]) },
    ]);
  });

  it('and loses its procedure, where a later list leaves it out and nobody billed it', () => {
    const [chart = '', meds = ''] = lakesideDay;
    const later = example('lakeside-adt-a08')
      .replace(/PR1#.*\nZPR#.*\n/, '')
      .replace('20260312105500', '20260313105500');
    const live = records(outputsOf([chart, meds, later], lakeside), 'Procedure');
    expect(live.filter((one) => !('status' in one) || one.status !== 'entered-in-error')).toEqual([]);
  });
});

describe('variants of the DFT message', () => {
  const later = (message: string) => message.replaceAll('202603121432', '202603121532').replace('000481', '000482');
  const withoutSide = withField(withField(dft, 'PR1', 16, ''), 'FT1', 26, '');

  it('modifier 50 is both joints', () => {
    const both = withField(withField(dft, 'PR1', 16, '50'), 'FT1', 26, '50');
    expect(sidesOf([both]).sort()).toEqual(['Left sacroiliac joint', 'Right sacroiliac joint']);
  });

  it('a correction from left to right leaves one joint', () => {
    const right = withField(withField(withField(dft, 'PR1', 16, 'RT'), 'FT1', 26, 'RT'), 'PR1', 20, 'U');
    expect(sidesOf([dft, later(right)])).toEqual(['Right sacroiliac joint']);
    expect(sidesOf([later(right), dft])).toEqual(['Right sacroiliac joint']);
  });

  it('without a modifier the words tell the side, else nobody does', () => {
    expect(sidesOf([withField(withoutSide, 'PR1', 4, 'SI joint injection, left')])).toEqual(['Left sacroiliac joint']);
    expect(sidesOf([withoutSide])).toEqual(['Sacroiliac joint, side not reported']);
  });

  it('G0260 is the same procedure', () => {
    const facility = dft.replaceAll('27096^SI joint injection, image guided^C4', 'G0260^Injection^HCPCS');
    expect(records(outputsOf([facility], hilltop), 'Procedure')).toMatchObject([
      { code: { text: 'Sacroiliac joint injection' } },
    ]);
  });

  it('a time that the clock skips is seen to be one', () => {
    const skipped = withField(dft, 'PR1', 5, '20260308023000');
    const work = outputsOf([skipped], hilltop).flatMap((outputs) => outputs.work.map(({ reason }) => reason));
    expect(work).toContain('dst-time');
    expect(outputsOf([dft], hilltop).flatMap((outputs) => outputs.work)).toEqual([]);
  });

  it('a day without a time stays a day', () => {
    expect(records(outputsOf([withField(dft, 'PR1', 5, '20260312')], hilltop), 'Procedure')).toMatchObject([
      { performedDateTime: '2026-03-12' },
    ]);
  });

  it('PR1-20 D takes the procedure back', () => {
    const [charge] = taken(dft).events;
    const voided = later(withField(dft, 'PR1', 20, 'D'));
    const events = eventsOf([dft, voided], hilltop).filter(({ type }) => type !== charge?.type);
    const left = records(outputsOfEvents(events), 'Procedure');
    expect(left.filter((one) => !('status' in one) || one.status !== 'entered-in-error')).toEqual([]);
  });
});

it('RXA-20 NA: a drug that was not given is recorded as that', () => {
  const message = withField(example('hilltop-ras-o17'), 'RXA', 20, 'NA', 3);
  const given = records(outputsOf([dft, message], hilltop), 'MedicationAdministration');
  expect(given.map((one) => ('status' in one ? one.status : '')).sort()).toEqual([
    'completed',
    'completed',
    'not-done',
  ]);
});

it('a steroid counts as given into the joint, where one RXR follows several drugs', () => {
  const [contrast = '', , steroid = ''] = example('hilltop-ras-o17').match(/^RXA.*$/gm) ?? [];
  const together = example('hilltop-ras-o17')
    .replace(/^ORC.*MED9001[23](.*\n)*/gm, '')
    .replace(contrast, `${steroid}\n${contrast}`);
  const baseline = example('hilltop-oru-r01-before');
  const outputs = outputsOf([dft, together, baseline, example('hilltop-oru-r01')], hilltop);
  expect(outcomeAt(outputs, 'nrs', 'W2')).toMatchObject({ status: 'observed', result: { value: 3 } });
});

it('FT1-6 CD: a credit takes its charge back, and leaves what the chart tells', () => {
  const credit = withField(withField(dft, 'FT1', 6, 'CD', 2), 'MSH', 10, 'HT-DFT-000482');
  const outputs = outputsOf([dft, credit.replaceAll('202603121432', '202603131432')], hilltop);
  expect(records(outputs, 'Procedure')).toMatchObject([{ status: 'completed' }]);
});

describe('variants of the scores', () => {
  const oru = example('hilltop-oru-r01');
  const baseline = example('hilltop-oru-r01-before');
  const steroid = example('hilltop-ras-o17');
  const nrs = (...messages: readonly string[]) =>
    outcomeAt(outputsOf([dft, steroid, baseline, ...messages], hilltop), 'nrs', 'W2');
  const later = (message: string) => message.replaceAll('20260326092', '20260326152').replace('00077', '00078');

  it('OBX-11 C corrects a score, whichever comes first', () => {
    const corrected = later(withField(withField(oru, 'OBX', 5, '5'), 'OBX', 11, 'C'));
    expect(nrs(oru, corrected)).toMatchObject({ result: { value: 5, percentBetter: 37.5 } });
    expect(nrs(corrected, oru)).toMatchObject({ result: { value: 5 } });
  });

  it('OBX-11 W takes a score back', () => {
    expect(nrs(oru, later(withField(oru, 'OBX', 11, 'W')))).toMatchObject({ status: 'missing' });
  });

  it.each([
    ['cancelled', 'X', '3'],
    ['not asked for after all', 'N', '3'],
    ['answered in words that no table knows', 'C', 'no idea'],
    ['declined', 'C', 'asked-declined^^http://terminology.hl7.org/CodeSystem/data-absent-reason'],
  ])('a score that is %s keeps nothing of its number, whichever comes first', (_, status, value) => {
    const change = later(withField(withField(withField(oru, 'OBX', 2, ''), 'OBX', 5, value), 'OBX', 11, status));
    for (const messages of [
      [oru, change],
      [change, oru],
    ])
      expect(nrs(...messages)).toMatchObject({ status: 'missing' });
  });

  it('an answer in words that becomes a number is that number', () => {
    const words = withField(withField(oru, 'OBX', 2, ''), 'OBX', 5, 'no idea');
    expect(nrs(words, later(withField(oru, 'OBX', 11, 'C')))).toMatchObject({
      status: 'observed',
      result: { value: 3 },
    });
    const cancelled = withField(oru, 'OBX', 11, 'X');
    expect(nrs(cancelled, later(oru))).toMatchObject({ status: 'observed', result: { value: 3 } });
  });

  it('a correction of something else leaves the number as it is', () => {
    expect(nrs(oru, later(withField(oru, 'OBX', 5, '')))).toMatchObject({ status: 'observed', result: { value: 3 } });
  });

  it('a question that was not asked says why there is no answer', () => {
    expect(nrs(withField(oru, 'OBX', 11, 'N'))).toMatchObject({ status: 'missing', missingReason: 'not-asked' });
  });
});
