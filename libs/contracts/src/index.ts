export * from './topics.js';
export * from './fate.js';
export * from './cloud-event.js';
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
export * from './fhir-bundle.js';
export * from './outcome-observation.js';
export * from './status.js';
export * from './overview.js';
