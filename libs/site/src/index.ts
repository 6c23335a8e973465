export { faultText, SiteError, type Fault, type PlacedFault } from './faults.js';
export { loadSite, openSite, type OpenedSite } from './load-site.js';
export { clashes } from './incoming/listener-clashes.js';
export { siteWarnings, type SiteWarning } from './site-warnings.js';
export { overruledBy, resolutionFaults, withResolutions, type Resolution } from './resolutions.js';
export { builtInSite, type Site } from './site.js';
export { defaultIncoming, type Incoming } from './incoming/incoming.js';
export type { CsvMap, CsvMeasure, CsvMoment, CsvNumber } from './incoming/csv.js';
export { fileFormats, type FileFormat, type WatchedFolder } from './incoming/files.js';
export {
  fhirTypes,
  type CatchUpStrategy,
  type FhirIncoming,
  type FhirSender,
  type FhirSource,
  type FhirType,
} from './incoming/fhir.js';
export type { Hl7Path } from './incoming/hl7-path.js';
export { identifierKinds, type IdentifierKind, type IdentifierRule } from './incoming/identifiers.js';
export type { Listener } from './incoming/listeners.js';
export type { ObservationCode, Observations } from './incoming/observations.js';
export { messageFamilies, type MessageFamily, type ProcedureFields, type Sender } from './incoming/senders.js';
export {
  deliveredTypes,
  isNative,
  laneOf,
  lanes,
  targetName,
  type DeliveredType,
  type Lane,
  type Target,
} from './delivery/targets.js';
