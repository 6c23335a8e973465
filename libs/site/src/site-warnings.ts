import { questionOf } from '@ilium/clinical';
import { deliveredTypes, isNative, laneOf } from './delivery/targets.js';
import type { Fault } from './faults.js';
import type { IdentifierRule } from './incoming/identifiers.js';
import type { Site } from './site.js';

/** What a site file may say, and most likely does not mean. */

/** `warning`: something will not work as it reads. `hint`: something to know. */
export interface SiteWarning extends Fault {
  readonly level: 'warning' | 'hint';
}

export function siteWarnings(site: Site): readonly SiteWarning[] {
  return rules.flatMap((rule) => [...rule(site)]);
}

const warning = (path: Fault['path'], message: string): SiteWarning => ({ level: 'warning', path, message });
const hint = (path: Fault['path'], message: string): SiteWarning => ({ level: 'hint', path, message });

const loopback = /^(127\.\d+\.\d+\.\d+|localhost|\[?::1\]?)$/;

const rules: readonly ((site: Site) => Iterable<SiteWarning>)[] = [
  nothingComesIn,
  openListeners,
  choosingListeners,
  undeclaredCharsets,
  patientsWithoutRows,
  unreachedIdentifiers,
  unrankedFamilies,
  unmeasuredObservations,
  unmeasuredColumns,
  unnamedPatients,
  unreadFolders,
  echoingTargets,
  readableTargets,
];

function* nothingComesIn({ incoming: { listeners, files, fhir } }: Site) {
  if (listeners.length + files.watch.length + fhir.sources.length > 0) return;
  yield hint(['listeners'], 'no listener, watched folder or FHIR server: only what is posted to intake comes in');
}

function* openListeners({ incoming: { environment, listeners } }: Site) {
  for (const [index, { host, tls }] of listeners.entries()) {
    if (environment !== 'production' || tls !== undefined || loopback.test(host)) continue;
    const message = 'a production door beyond this machine without tls: patient data would cross the network readable';
    yield warning(['listeners', index, 'host'], message);
  }
}

function* choosingListeners({ incoming: { listeners } }: Site) {
  for (const [index, { port }] of listeners.entries()) {
    if (port === 0) yield warning(['listeners', index, 'port'], 'port 0 is another one at each start; name one');
  }
}

function* undeclaredCharsets({ incoming: { listeners } }: Site) {
  for (const [index, { charset }] of listeners.entries()) {
    if (charset !== undefined) continue;
    yield hint(['listeners', index, 'charset'], 'without it, messages with an empty MSH-18 have to be ASCII');
  }
}

function* patientsWithoutRows({ incoming: { listeners, identifiers } }: Site) {
  if (listeners.length === 0 || identifiers.some(({ kind }) => kind === 'patient')) return;
  const message =
    'no row of kind patient: of PID-3 the number of type MR, else PI, else the only one names the patient';
  yield hint(['identifiers'], message);
}

/** The first row that fits counts, so that what an earlier row takes never comes to a later one. */
function* unreachedIdentifiers({ incoming: { identifiers } }: Site) {
  for (const [index, row] of identifiers.entries()) {
    const before = identifiers.slice(0, index).findIndex((other) => covers(other, row));
    if (before < 0) continue;
    yield warning(['identifiers', index], `never reached: identifiers[${before}] takes all that it would; move it up`);
  }
}

function covers(row: IdentifierRule, later: IdentifierRule): boolean {
  // Which number names a patient is asked of the rows of patients alone.
  if (row.kind === undefined && later.kind === 'patient') return false;
  return (['kind', 'assigner', 'type'] as const).every((key) => row[key] === undefined || row[key] === later[key]);
}

/** Types of messages that tell of procedures. */
const ofProcedures = ['ADT', 'BAR', 'DFT'];

function* unrankedFamilies({ incoming: { senders }, rules: { feedPrecedence } }: Site) {
  for (const [name, { families }] of Object.entries(senders)) {
    for (const [type, family] of Object.entries(families)) {
      if (!ofProcedures.includes(type) || feedPrecedence.includes(family)) continue;
      yield hint(['senders', name, 'families', type], 'this family is not in feedPrecedence: its reports come last');
    }
  }
}

function* unmeasuredObservations({ incoming: { observations }, rules: known }: Site) {
  for (const [index, { system, code, kind }] of observations.codes.entries()) {
    if (kind !== 'score' || questionOf({ ...(system === undefined ? {} : { system }), code }, known)) continue;
    if (system === undefined && known.codes.measures?.some((row) => row.code === code)) continue;
    yield hint(['observations', 'codes', index], 'no measure has this code: it counts only beside the code of one');
  }
}

function* unmeasuredColumns({ incoming: { csv }, rules: known }: Site) {
  for (const [name, { measures = {} }] of Object.entries(csv)) {
    for (const [column, { system, code = column }] of Object.entries(measures)) {
      if (questionOf({ ...(system === undefined ? {} : { system }), code }, known) !== undefined) continue;
      const path = ['csv', name, 'measures', column];
      yield warning(path, 'no measure has this code: it waits for a row in codes.measures');
    }
  }
}

/** Numbers of patients in CSV files name their row of `identifiers`, if there are several. */
function* unnamedPatients({ incoming: { csv, identifiers } }: Site) {
  for (const [name, { patient }] of Object.entries(csv)) {
    const fits = identifiers.some(
      (row) =>
        (row.kind ?? 'patient') === 'patient' &&
        (['assigner', 'type'] as const).every((key) => row[key] === undefined || row[key] === patient[key]),
    );
    if (fits) continue;
    yield warning(['csv', name, 'patient'], 'no row of identifiers fits: its numbers get a system of this site alone');
  }
}

function* unreadFolders({ incoming: { csv, files } }: Site) {
  const maps = Object.keys(csv).length;
  for (const [index, { format, csv: map }] of files.watch.entries()) {
    if (format !== 'csv' || map !== undefined || maps === 1) continue;
    yield warning(['files', 'watch', index], `CSV files need a map: name one of \`csv\`, which has ${maps}`);
  }
}

/** What a server tells us and gets from us would be in its chart twice. */
function* echoingTargets({ incoming: { fhir }, targets }: Site) {
  for (const [index, target] of targets.entries()) {
    const source = fhir.sources.find(({ baseUrl }) => baseUrl === target.url);
    const doubled = deliveredTypes.filter(
      (type) => source?.types.includes(type) && !isNative(target, type) && laneOf(target, type) !== 'none',
    );
    if (source === undefined || doubled.length === 0) continue;
    const message = `\`${source.name}\` of fhir.sources tells us of ${doubled.join(', ')}: name the target as their systemOfRecord, or they are there twice`;
    yield warning(['targets', index, 'systemOfRecord'], message);
  }
}

function* readableTargets({ incoming: { environment }, targets }: Site) {
  for (const [index, { url }] of targets.entries()) {
    if (environment !== 'production' || url === undefined || url.startsWith('https:')) continue;
    yield warning(['targets', index, 'url'], 'without https patient data crosses the network readable');
  }
}
