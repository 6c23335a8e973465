import type { Identifier } from '@ilium/contracts';
import type { IdentifierKind, IdentifierRule, Site } from '@ilium/site';
import type { Element } from '../reading/element.js';

/** Numbers, and the systems that the site file gives them. */

/** A number as a message writes it. */
export interface Numbered {
  readonly value: string;
  readonly namespace: string;
  readonly universalId: string;
  readonly universalType: string;
  readonly type: string;
}

/** CX: number, check digit and its scheme, assigner, type. */
export function numberedByCx(element: Element): Numbered {
  return numbered(element.text, hierarchic(element.component(4)), element.component(5).text);
}

/** EI: number and, as components, its assigner. */
export function numberedByEi(element: Element): Numbered {
  const [namespace, universalId, universalType] = [2, 3, 4].map((place) => element.component(place).text);
  return numbered(element.text, [namespace, universalId, universalType], '');
}

/** An EI inside a component, its parts divided as sub-components (EIP.1, ORC-8.1). */
export function numberedBySubcomponents(component: Element): Numbered {
  const [namespace, universalId, universalType] = [2, 3, 4].map((place) => component.subcomponent(place).text);
  return numbered(component.text, [namespace, universalId, universalType], '');
}

/** XCN: number, names, assigner, type. */
export function numberedByXcn(element: Element): Numbered {
  return numbered(element.text, hierarchic(element.component(9)), element.component(13).text);
}

function hierarchic(assigner: Element): readonly string[] {
  return [1, 2, 3].map((place) => assigner.subcomponent(place).text);
}

function numbered(
  value: string,
  [namespace = '', universalId = '', universalType = '']: readonly (string | undefined)[],
  type: string,
): Numbered {
  return { value, namespace, universalId, universalType, type };
}

function fits(rule: IdentifierRule, kind: IdentifierKind, number: Numbered): boolean {
  return (
    (rule.kind === undefined || rule.kind === kind) &&
    (rule.assigner === undefined || rule.assigner === number.namespace || rule.assigner === number.universalId) &&
    (rule.type === undefined || rule.type === number.type)
  );
}

/** Whether a row of the site file says by its assigner that a number is of one kind, and none that it is of the other. */
export function isNamedAs(kind: IdentifierKind, other: IdentifierKind, number: Numbered, site: Site): boolean {
  const isNamed = (one: IdentifierKind) =>
    site.incoming.identifiers.some((row) => row.kind === one && row.assigner !== undefined && fits(row, one, number));
  return isNamed(kind) && !isNamed(other);
}

/** Which row of the site file's `identifiers` gives a number of a kind its system; patients are named by rows of theirs. */
export function rowFor(
  number: Numbered,
  kind: IdentifierKind,
  { incoming: { identifiers } }: Site,
): number | undefined {
  const isForPatients = kind === 'patient' && identifiers.some((row) => row.kind === kind);
  const place = identifiers.findIndex((row) => fits(row, kind, number) && (!isForPatients || row.kind === kind));
  return place < 0 ? undefined : place;
}

/** A number under its system, written the way the site writes it. Undefined where there is none. */
export function identifierOf(number: Numbered, kind: IdentifierKind, site: Site): Identifier | undefined {
  if (number.value === '') return undefined;
  const rule = site.incoming.identifiers.find((row) => fits(row, kind, number));
  if (rule !== undefined) return byRule(number.value, rule);
  return { system: systemOf(number, kind, site.name), value: number.value };
}

/** Undefined where nothing is left of the number. */
function byRule(value: string, rule: IdentifierRule): Identifier | undefined {
  const unchecked = rule.checkDigit === 'drop' ? value.slice(0, -1) : value;
  const stripped = rule.leadingZeros === 'strip' ? unchecked.replace(/^0+(?=.)/, '') : unchecked;
  if (stripped === '') return undefined;
  return { system: rule.system, value: stripped.padStart(rule.length ?? 0, '0') };
}

const oid = /^[0-2](?:\.\d+)+$/;
const uri = /^[a-z][a-z0-9+.-]*:\S+$/i;

function systemOf({ namespace, universalId, universalType }: Numbered, kind: IdentifierKind, site: string): string {
  const type = universalType.toUpperCase();
  if (universalId !== '' && !/\s/.test(universalId)) {
    if (oid.test(universalId)) return `urn:oid:${universalId}`;
    if (type === 'UUID' || type === 'GUID') return `urn:uuid:${universalId.toLowerCase()}`;
    if (type === 'DNS') return `dns:${universalId.toLowerCase()}`;
    if (uri.test(universalId)) return universalId;
  }
  return `urn:ilium:site:${site}:${encodeURIComponent(namespace || universalId || kind)}`;
}

/** Which repetition of PID-3 or MRG-1 names the patient, and how. */
export function patientOf(repetitions: readonly Numbered[], site: Site): Identifier | undefined {
  const rows = rowsOfPatients(site);
  for (const row of rows) {
    const number = repetitions.find((one) => one.value !== '' && fits(row, 'patient', one));
    if (number !== undefined) return byRule(number.value, row);
  }
  if (rows.length > 0) return undefined;
  const [chosen] = usualNumbers(repetitions);
  return chosen === undefined ? undefined : identifierOf(chosen, 'patient', site);
}

/** All repetitions that may name a patient, each once. */
export function patientsOf(repetitions: readonly Numbered[], site: Site): readonly Identifier[] {
  const rows = rowsOfPatients(site);
  const numbers =
    rows.length === 0
      ? usualNumbers(repetitions).map((number) => identifierOf(number, 'patient', site))
      : repetitions.map((number) => {
          const row = number.value === '' ? undefined : rows.find((one) => fits(one, 'patient', number));
          return row && byRule(number.value, row);
        });
  const byName = numbers.flatMap((one) => (one === undefined ? [] : [[`${one.system} ${one.value}`, one] as const]));
  return [...new Map(byName).values()];
}

function rowsOfPatients({ incoming }: Site): readonly IdentifierRule[] {
  return incoming.identifiers.filter(({ kind }) => kind === 'patient');
}

/** Without rows: those of type MR, else those of type PI, else the only one. */
function usualNumbers(repetitions: readonly Numbered[]): readonly Numbered[] {
  const valued = repetitions.filter(({ value }) => value !== '');
  const [records, internals] = ['MR', 'PI'].map((type) => valued.filter((one) => one.type === type));
  if (records !== undefined && records.length > 0) return records;
  if (internals !== undefined && internals.length > 0) return internals;
  return valued.length === 1 ? valued : [];
}
