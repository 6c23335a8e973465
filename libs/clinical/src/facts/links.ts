import type { Link, PatientKey } from './fact.js';
import { compareVersions } from './version.js';

/** Patients that are one person, as far as the active links say. */
export interface PatientGroup {
  /** The target of the group's newest link; the patient itself where nothing is linked. */
  readonly survivor: PatientKey;
  /** Sorted. */
  readonly members: readonly PatientKey[];
}

/** Who is one person, of these patients and all that they are linked with. Moves of visits make nobody one person. */
export function groupPatients(patients: Iterable<PatientKey>, links: Iterable<Link>): readonly PatientGroup[] {
  const whole = [...links].filter((link) => link.active && link.scope === undefined);
  return componentsOf(patients, whole).map((members) => ({ survivor: survivorOf(members, whole), members }));
}

/** Who has to be known and derived together, because what is reported for one may belong to another: by links and moves. */
export function circlesOf(patients: Iterable<PatientKey>, links: Iterable<Link>): readonly (readonly PatientKey[])[] {
  return componentsOf(
    patients,
    [...links].filter((link) => link.active),
  );
}

/** The connected components, each sorted. */
function componentsOf(patients: Iterable<PatientKey>, links: readonly Link[]): readonly (readonly PatientKey[])[] {
  const leader = new Map<PatientKey, PatientKey>();
  const lead = (patient: PatientKey): PatientKey => {
    const next = leader.get(patient);
    return next === undefined || next === patient ? patient : lead(next);
  };
  for (const patient of patients) leader.set(patient, patient);
  for (const { pair } of links) {
    const [low, high] = [lead(pair[0]), lead(pair[1])].sort();
    if (low !== undefined && high !== undefined) {
      leader.set(low, low);
      leader.set(high, low);
    }
  }
  return [...Map.groupBy([...leader.keys()].sort(), lead).values()];
}

function survivorOf(members: readonly PatientKey[], links: readonly Link[]): PatientKey {
  const inside = links.filter((link) => members.includes(link.pair[0]));
  const newest = inside.sort((a, b) => compareVersions(b.version, a.version))[0];
  return newest?.survivor ?? members[0] ?? '';
}

export function newerLink(a: Link, b: Link): Link {
  return compareVersions(a.version, b.version) >= 0 ? a : b;
}
