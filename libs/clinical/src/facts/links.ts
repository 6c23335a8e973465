import type { Link, PatientKey } from './fact.js';
import { compareVersions } from './version.js';

/** Patients that are one person, as far as the active links say. */
export interface PatientGroup {
  /** The target of the group's newest link; the patient itself where nothing is linked. */
  readonly survivor: PatientKey;
  /** Sorted. */
  readonly members: readonly PatientKey[];
}

/** The connected components of the active links, for these patients and all that they are linked with. */
export function groupPatients(patients: Iterable<PatientKey>, links: Iterable<Link>): readonly PatientGroup[] {
  const active = [...links].filter((link) => link.active);
  const leader = new Map<PatientKey, PatientKey>();
  const lead = (patient: PatientKey): PatientKey => {
    const next = leader.get(patient);
    return next === undefined || next === patient ? patient : lead(next);
  };
  for (const patient of patients) leader.set(patient, patient);
  for (const { pair } of active) {
    const [low, high] = [lead(pair[0]), lead(pair[1])].sort();
    if (low !== undefined && high !== undefined) {
      leader.set(low, low);
      leader.set(high, low);
    }
  }
  const members = Map.groupBy([...leader.keys()].sort(), lead);
  return [...members.values()].map((group) => ({ survivor: survivorOf(group, active), members: group }));
}

function survivorOf(members: readonly PatientKey[], links: readonly Link[]): PatientKey {
  const inside = links.filter((link) => members.includes(link.pair[0]));
  const newest = inside.sort((a, b) => compareVersions(b.version, a.version))[0];
  return newest?.survivor ?? members[0] ?? '';
}
