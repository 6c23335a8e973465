import {
  deriveScores,
  newScoresOf,
  readCourses,
  touchedScopes,
  type FactKey,
  type Facts,
  type PatientKey,
  type ScoredDay,
  type ScoreNews,
} from '@ilium/clinical';
import type { EntityManager } from 'typeorm';
import type { CourseMemory, KnownCourse } from './course-memory.js';
import type { DerivationSettings } from './derivation-settings.js';
import {
  loadCourseFacts,
  loadCourseStamps,
  loadPublishedIn,
  loadScores,
  type People,
  type Published,
} from './store/known.repository.js';
import type { Derivation } from './store/save-derivation.js';

type NewScores = ReadonlyMap<PatientKey, ReadonlyMap<FactKey, readonly ScoredDay[]>>;

export interface News extends ScoreNews {
  /** Patients whose links are others now. */
  readonly relinked: ReadonlySet<PatientKey>;
}

/**
 * Those of whom nothing is new but scores, so that only what these touch has to be derived. All others are derived whole:
 * whoever is linked, is due, or was last derived under other rules.
 */
export function scoredAlone(
  circles: readonly (readonly PatientKey[])[],
  { derived }: People,
  news: News,
  { rulesOrdinal, asOf }: DerivationSettings,
): NewScores {
  const today = asOf();
  const alone = circles.flatMap(([patient, ...others]) => {
    const last = patient === undefined ? undefined : derived.get(patient);
    if (patient === undefined || last?.rulesOrdinal !== rulesOrdinal) return [];
    if (others.length > 0 || news.relinked.has(patient)) return [];
    if (last.dueDay !== null && last.dueDay <= today) return [];
    const scores = newScoresOf(patient, news);
    return scores === undefined ? [] : [[patient, scores] as const];
  });
  return new Map(alone);
}

export interface ScoredDerivations {
  readonly derivations: readonly Derivation[];
  readonly published: Published;
}

/** Derives what new scores touch, and nothing else of their patients. */
export async function deriveScored(
  manager: EntityManager,
  news: NewScores,
  known: Pick<Facts, 'facts' | 'patients'>,
  settings: DerivationSettings,
  memory: CourseMemory,
): Promise<ScoredDerivations> {
  const { rules, ids, asOf } = settings;
  if (news.size === 0) return { derivations: [], published: new Map() };
  const patients = new Map([...known.patients].filter(([patient]) => news.has(patient)));
  const courses = await loadCourses(manager, patients, settings, memory);
  const people = courses.flatMap(({ person }) => {
    const scores = news.get(person.group.survivor);
    return scores === undefined ? [] : (touchedScopes(person, scores, rules) ?? []);
  });
  const spans = people.flatMap(({ group, touched }) =>
    touched.spans.map((span) => ({ ...span, patient: group.survivor })),
  );
  const scores = await loadScores(manager, spans);
  const facts = new Map([...courses.flatMap((course) => [...course.facts]), ...scores.facts, ...known.facts]);
  const outputs = deriveScores(people, { facts, patients, links: new Map() }, rules, asOf(), ids);
  const scopesOf = new Map(people.map(({ group, scopes }) => [group.survivor, scopes]));
  const places = [...scopesOf].flatMap(([patient_key, scopes]) => [...scopes].map((scope) => ({ patient_key, scope })));
  return {
    derivations: outputs.map((of) => ({ outputs: of, scopes: scopesOf.get(of.survivor) ?? new Set() })),
    published: await loadPublishedIn(manager, places),
  };
}

/** What was done to some patients, each of whom is linked with nobody. */
async function loadCourses(
  manager: EntityManager,
  patients: Facts['patients'],
  { rules, rulesOrdinal, ids, asOf }: DerivationSettings,
  memory: CourseMemory,
): Promise<readonly KnownCourse[]> {
  const stamps = await loadCourseStamps(manager, [...patients.keys()]);
  const stampOf = (patient: PatientKey) => `${rulesOrdinal} ${asOf()} ${stamps.get(patient)?.stamp ?? ''}`;
  const recalled = [...patients.keys()].flatMap((patient) => memory.recall(patient, stampOf(patient)) ?? []);
  const known = new Set(recalled.map(({ person }) => person.group.survivor));
  const unknown = new Map([...patients].filter(([patient]) => !known.has(patient)));
  if (unknown.size === 0) return recalled;
  const { facts } = await loadCourseFacts(manager, [...unknown.keys()]);
  const aboutScores = [...facts.values()].filter(({ kind }) => kind === 'score' || kind === 'snapshot');
  const read = readCourses({ facts, patients: unknown, links: new Map() }, rules, asOf(), ids).map((person) => {
    const { survivor } = person.group;
    const own = aboutScores.filter(({ statements }) => survivor in statements);
    const course = { person, facts: new Map(own.map((fact) => [fact.key, fact])) };
    memory.remember(survivor, { course, stamp: stampOf(survivor), size: stamps.get(survivor)?.size ?? 0 });
    return course;
  });
  return [...recalled, ...read];
}
