import { describe, expect, test } from '@jest/globals';
import type { ProcedureType } from '@ilium/contracts';
import { speaksAgainst, typeInWords } from './procedure-words.js';

describe('clinical rule 9: words that contradict a code', () => {
  test.each<[ProcedureType, string]>([
    ['si-joint-injection', 'Lumbar Epidural Steroid Injection'],
    ['si-joint-injection', 'L4-5 TFESI'],
    ['si-joint-injection', 'Lumbar facet injection'],
    ['si-joint-injection', 'Medial branch block'],
    ['si-joint-injection', 'Trigger point injection, gluteal'],
    ['si-joint-injection', 'Injection right hip'],
    ['si-joint-injection', 'Knee joint injection'],
    ['si-joint-injection', 'SI joint radiofrequency ablation'],
    ['si-joint-injection', 'Lateral branch block'],
    ['si-joint-rfa', 'SI joint injection'],
    ['si-joint-fusion', 'SI joint injection'],
    ['epidural-injection', 'SI joint injection'],
    ['facet-or-medial-branch-block', 'Facet rhizotomy'],
  ])('%s under "%s"', (type, text) => {
    expect(speaksAgainst(text, type)).toBe(true);
  });

  test.each<[ProcedureType, string]>([
    ['si-joint-injection', 'SI joint injection, image guided'],
    ['si-joint-injection', 'Sacroiliac joint injection and trigger points'],
    ['si-joint-injection', 'SI joint injection and lumbar epidural'],
    ['si-joint-injection', 'SIJ inj after lumbar fusion'],
    ['si-joint-injection', 'Injection procedure'],
    ['si-joint-injection', 'Right hip pain'],
    ['si-joint-injection', 'OUTPATIENT VISIT'],
    ['si-nerve-block', 'Lateral branch block, SI joint'],
    ['si-joint-rfa', 'Cooled RFA of the sacral lateral branches'],
    ['si-joint-fusion', 'Arthrodesis, sacroiliac joint'],
    ['facet-or-medial-branch-block', 'Facet joint or medial branch injection, lumbar, 1st level'],
    ['facet-rfa', 'Radiofrequency neurotomy, medial branch'],
    ['epidural-injection', 'Caudal ESI'],
  ])('%s under "%s" is no contradiction', (type, text) => {
    expect(speaksAgainst(text, type)).toBe(false);
  });
});

describe('clinical rule 7: words tell the nerves of a facet joint from the joint', () => {
  const open = 'facet-or-medial-branch-block';
  test.each([
    ['Lumbar medial branch block', 'medial-branch-block'],
    ['MBB L4/5 L5/S1 right', 'medial-branch-block'],
    ['Facet medial branch block', 'medial-branch-block'],
    ['Facet joint or medial branch injection', open],
    ['Facet/medial branch injection', open],
    ['Facet joint injection', open],
  ])('%s', (text, type) => {
    expect(typeInWords(open, [text])).toBe(type);
  });
});
