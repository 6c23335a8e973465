export * from './topics.js';
export * from './fate.js';
export * from './cloud-event.js';
export * from './events/procedure-event.js';
export { reportKinds, type ReportKind } from './events/reports.js';
export { reportStatuses } from './events/elements.js';
export * from './fhir-bundle.js';
export * from './outcome-observation.js';
export * from './status.js';
