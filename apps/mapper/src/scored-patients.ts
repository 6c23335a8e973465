import {
  deriveScores,
  newScoresOf,
  readCourses,
  touchedScopes,
  type DaySpan,
  type FactKey,
  type Facts,
  type PatientKey,
  type ScoredDay,
  type ScoredPerson,
  type ScoreNews,
} from '@ilium/clinical';
import type { EntityManager } from 'typeorm';
import type { DerivationSettings } from './derive-patients.service.js';
import {
  loadCourseFacts,
  loadPublishedIn,
  loadScores,
  type KnownFacts,
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
): Promise<ScoredDerivations> {
  const { rules, ids, asOf } = settings;
  if (news.size === 0) return { derivations: [], published: new Map() };
  const patients = new Map([...known.patients].filter(([patient]) => news.has(patient)));
  const course = await loadCourseFacts(manager, [...patients.keys()]);
  const about = { links: new Map(), patients };
  const people = readCourses({ ...about, facts: course.facts }, rules, asOf(), ids).flatMap((person) => {
    const scores = news.get(person.group.survivor);
    return scores === undefined ? [] : (touchedScopes(person, scores, rules) ?? []);
  });
  const facts = await loadTouched(manager, people, known.facts, course);
  const outputs = deriveScores(people, { ...about, facts }, rules, asOf(), ids);
  const scopesOf = new Map(people.map(({ group, scopes }) => [group.survivor, scopes]));
  const places = [...scopesOf].flatMap(([patient_key, scopes]) => [...scopes].map((scope) => ({ patient_key, scope })));
  return {
    derivations: outputs.map((of) => ({ outputs: of, scopes: scopesOf.get(of.survivor) ?? new Set() })),
    published: await loadPublishedIn(manager, places),
  };
}

/** The new scores, those of the touched days, and what may void them. */
async function loadTouched(
  manager: EntityManager,
  people: readonly ScoredPerson[],
  news: Facts['facts'],
  course: KnownFacts,
): Promise<Facts['facts']> {
  const spans = people.flatMap(({ group, touched }) =>
    touched.spans.map((span): DaySpan & { patient: PatientKey } => ({ ...span, patient: group.survivor })),
  );
  const scores = await loadScores(manager, spans);
  return new Map([...course.facts, ...scores.facts, ...news]);
}
