export type { Ids } from './ids.js';
export {
  defaultRules,
  derivedKinds,
  type DerivedKind,
  type ExpectedMeasure,
  type OutcomeWindow,
  type Rules,
} from './rules.js';
export { notOursWords, ownWords } from './terminology/own-words.js';
export { codeTables, ownSystem, type CodeTable, type SiteCode } from './terminology/site-codes.js';
export { measureOf, measures } from './terminology/measures.js';
export { sidesSaid, type SidesSaid } from './terminology/sides.js';
export { isKnownUnit } from './terminology/units.js';
export { systemUri } from './terminology/systems.js';
export type { Policy } from './outcomes/policy.js';
export {
  linkKey,
  nothingKnown,
  type Fact,
  type FactKey,
  type FactKind,
  type Facts,
  type Link,
  type Origin,
  type PatientKey,
  type ScopeKey,
} from './facts/fact.js';
export { canonicalJson } from './canonical-json.js';
export { factsFrom, patientKey } from './facts/from-event.js';
export { join, joinAll } from './facts/join.js';
export { circlesOf, groupPatients, type PatientGroup } from './facts/links.js';
export type { Statement } from './facts/statement.js';
export { compareVersions, type Version } from './facts/version.js';
export { derive, readCourses, type PatientOutputs, type PersonCourse } from './derive/derive.js';
export { deriveScores, touchedScopes, type ScoredPerson } from './derive/incremental/derive-scores.js';
export { codeUses, questionOf, type CodeFate, type CodeUse } from './derive/code-uses.js';
export type { DerivedOutcome, DerivedResource } from './derive/outputs.js';
export { traceSession, type SessionTrace } from './derive/session-trace.js';
export { newScoresOf, type ScoreNews } from './derive/incremental/score-news.js';
export { scoredDays, type ScoredDay } from './derive/incremental/scored-days.js';
export type { Scope } from './derive/incremental/scopes.js';
export type { DaySpan } from './derive/incremental/touched.js';
export { isSameFamily } from './derive/person/family-names.js';
export { dayIn, type Day } from './derive/reports/moments.js';
export type { WorkItem, WorkReason } from './derive/work.js';
export { toBundle } from './fhir/to-bundle.js';
export type { FhirRecord } from './fhir/records.js';
export {
  bundleProblems,
  conformanceProblems,
  type ConformanceOptions,
  type Problem,
} from './conformance/conformance-problems.js';
export { at as elementAt, has as hasElement, textsAt } from './conformance/elements.js';
export { unseenSupport, type SupportedElement } from './conformance/must-support.js';
export { usCoreVersions, type UsCoreVersion } from './conformance/rule.js';
export { changes, type Change, type PublishedKey } from './publish/changes.js';
export {
  retractedObservation,
  toOutcomeObservation,
  type Pseudonyms,
  type UnpublishedObservation,
} from './publish/outcome-observation.js';
export { clinicalTables } from './documents/clinical-tables.js';
export { withTables } from './documents/marked-tables.js';
export { codeSystemResources } from './fhir/own-code-systems.js';
