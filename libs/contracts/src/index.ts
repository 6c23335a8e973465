export * from './topics.js';
export * from './fate.js';
export {
  binaryModeHeaders,
  readCloudEvent,
  type CloudEvent,
  type CloudEventAttributes,
  type RawRecord,
  type ReadResult,
} from './cloud-event.js';
export { pathsOf } from './paths-of.js';
export * from './events/procedure-event.js';
export { reportFields, reportKinds, type Report, type ReportKind } from './events/reports.js';
export {
  reportStatuses,
  type Anchor,
  type Code,
  type Feed,
  type Identifier,
  type ReportStatus,
} from './events/elements.js';
export { documentKinds, type DocumentKind } from './document-kinds.js';
export {
  fhirBundleHeaders,
  fhirBundleType,
  isRetracted,
  readFhirBundle,
  type DesiredRecord,
  type DesiredResource,
  type FhirBundleEvent,
} from './fhir-bundle.js';
export * from './outcome-observation.js';
export * from './outcome-words.js';
export { parkedHeaders } from './parked.js';
export * from './status.js';
export * from './overview.js';
export { behindOutcome, type BehindOutcome, type SourceFact } from './behind-outcome.js';
