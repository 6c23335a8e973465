import { isNative, type Target } from '@ilium/site';
import { provenance } from './capabilities.js';
import type { Findings } from './findings.js';
import type { ProposedLane } from './proposed-lanes.js';

/** Rows for the site file, to be pasted and decided on. Who keeps the originals stays as the file says. */
export function proposedRows(target: Target, lanes: readonly ProposedLane[], findings: Findings): readonly string[] {
  const originals = Object.entries(target.systemOfRecord);
  const width = Math.max(...lanes.map(({ type, lane }) => `${type}: ${lane}`.length));
  return [
    'targets:',
    `  - name: ${target.name}`,
    ...(target.url === undefined ? [] : [`    url: ${target.url}`]),
    `    environment: ${target.environment}`,
    '    lanes:',
    ...lanes.map((one) => `      ${`${one.type}: ${one.lane}`.padEnd(width)}  # ${basis(target, one)}`),
    ...(originals.length === 0
      ? []
      : [`    systemOfRecord: { ${originals.map(([type, whose]) => `${type}: ${whose}`).join(', ')} }`]),
    `    patients: ${patientsOf(target, lanes)}`,
    `    identity: ${target.identity}`,
    ...(bearsProvenance(target, lanes, findings) ? ['    provenance: true  # declared, not tried'] : []),
  ];
}

function basis(target: Target, { type, isDeclaredOnly }: ProposedLane): string {
  if (isNative(target, type)) return 'not written: the target keeps the originals';
  return isDeclaredOnly ? 'declared, not tried' : 'seen';
}

/** Under ids of ours only, and so beside records of the lane repository. */
function bearsProvenance(target: Target, lanes: readonly ProposedLane[], findings: Findings): boolean {
  const isTold = lanes.some(({ type, lane }) => lane === 'repository' && !isNative(target, type));
  return isTold && findings.works('update-create', provenance);
}

/** Patients are created in repositories only. */
function patientsOf(target: Target, lanes: readonly ProposedLane[]): Target['patients'] {
  return areCreatable(lanes) ? target.patients : 'referenced';
}

function areCreatable(lanes: readonly ProposedLane[]): boolean {
  return lanes.every(({ lane }) => lane === 'repository');
}

/** The reasons for them. */
export function reasonsFor(target: Target, lanes: readonly ProposedLane[], findings: Findings): readonly string[] {
  return [
    ...lanes.map(({ type, lane, because }) => `${type}: ${lane}, since ${because}.`),
    areCreatable(lanes) && findings.works('create', 'Patient')
      ? 'patients: `created` would work here. It is for a repository that nobody else brings patients to, never for an EHR.'
      : 'patients: they are created in repositories only; here they are found by number.',
    identityReason(findings),
    ...(bearsProvenance(target, lanes, findings)
      ? [
          'provenance: the server declares that it takes Provenance under ids of ours; each record costs one entry more.',
        ]
      : []),
  ];
}

function identityReason(findings: Findings): string {
  const gaps = findings.of('identity', 'Patient');
  return gaps?.result === 'gaps'
    ? `identity: with \`compared\` records wait where the server tells a patient ${gaps.detail ?? ''}; \`trusted\` writes unseen, which is for the site to decide.`
    : 'identity: `compared` keeps records out of the wrong chart; keep it unless both sides share one patient index.';
}
