import { describe, expect, it } from '@jest/globals';
import { declaredTooMuch } from './declared-too-much.js';
import { Findings, server } from './findings.js';
import { proposedLanes } from './proposed-lanes.js';

/** A server on which everything works, but for what a case changes. */
function everything(change: (findings: Findings) => void = () => undefined): Findings {
  const findings = new Findings();
  findings.seen('transaction', server, 'atomic');
  findings.seen('batch', server, 'all');
  for (const type of ['Procedure', 'MedicationAdministration', 'Observation', 'DocumentReference']) {
    findings.seen('create', type, 'taken');
    findings.seen('update-create', type, 'created');
    findings.seen('kept', type, 'whole');
    findings.seen('found-again', type, 'found');
  }
  change(findings);
  return findings;
}

const laneOfProcedure = (findings: Findings) => proposedLanes(findings).find(({ type }) => type === 'Procedure');

describe('the lane that is proposed', () => {
  it.each([
    ['all works', 'repository', undefined],
    ['batches only', 'repository', (one: Findings) => one.seen('transaction', server, 'refused')],
    ['details are lost', 'repository', (one: Findings) => one.seen('kept', 'Procedure', 'lost')],
    ['ids of ours are refused', 'create-only', (one: Findings) => one.seen('update-create', 'Procedure', 'refused')],
    [
      'no bundles are run',
      'create-only',
      (one: Findings) => {
        one.seen('transaction', server, 'refused');
        one.seen('batch', server, 'reads');
      },
    ],
    ['the side is dropped', 'document', (one: Findings) => one.seen('kept', 'Procedure', 'lost-meaning', 'the side')],
    [
      'it can not be found again',
      'document',
      (one: Findings) => {
        one.seen('update-create', 'Procedure', 'refused');
        one.seen('found-again', 'Procedure', 'not-found');
      },
    ],
    [
      'only a bare one is taken',
      'document',
      (one: Findings) => {
        one.seen('update-create', 'Procedure', 'refused');
        one.seen('create', 'Procedure', 'bare');
      },
    ],
    [
      'documents lose their text',
      'none',
      (one: Findings) => {
        one.seen('update-create', 'Procedure', 'refused');
        one.seen('create', 'Procedure', 'refused');
        one.seen('kept', 'DocumentReference', 'lost-meaning', 'the text');
      },
    ],
  ] as const)('where %s: %s', (_what, lane, change) => {
    expect(laneOfProcedure(everything(change))).toMatchObject({ lane, isDeclaredOnly: false });
  });

  it('says when it rests on what is declared', () => {
    const findings = new Findings();
    findings.declared('transaction', server, 'atomic');
    findings.declared('update-create', 'Procedure', 'created');
    expect(laneOfProcedure(findings)).toMatchObject({ lane: 'repository', isDeclaredOnly: true });
  });

  it('believes what was seen before what is declared', () => {
    const findings = everything((one) => one.seen('update-create', 'Procedure', 'refused'));
    findings.declared('update-create', 'Procedure', 'created');
    expect(laneOfProcedure(findings)?.lane).toBe('create-only');
    expect(findings.contradictions()).toHaveLength(1);
  });
});

describe('a site file', () => {
  const proposed = proposedLanes(everything((one) => one.seen('update-create', 'Procedure', 'refused')));

  it.each([
    ['asks for more', { lanes: { Procedure: 'repository' } }, 1],
    ['says nothing, which is to ask for a repository', {}, 1],
    ['asks for less', { lanes: { usual: 'document' } }, 0],
    ['leaves the originals to the target', { systemOfRecord: { Procedure: 'target' } }, 0],
  ] as const)('that %s', (_what, given, expected) => {
    expect(declaredTooMuch({ lanes: {}, systemOfRecord: {}, ...given }, proposed)).toHaveLength(expected);
  });
});
