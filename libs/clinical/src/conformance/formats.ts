import { pathsWhere, profiledTypes, unless, usCoreVersions, type Rule } from './rule.js';
import { systems } from '../terminology/systems.js';
import { textsAt, type Elements } from './elements.js';

const id = /^[A-Za-z0-9\-.]{1,64}$/;

/** terminology.hl7.org, CPT: a code, its modifiers after colons (27096:LT:KX), or a modifier alone. */
const cptExpression = /^(?:\d{4}[0-9A-Z](?::[0-9A-Z]{2})*|[0-9A-Z]{2})$/;

/** UCUM 1.9, section 3: codes are of visible ASCII characters, without blanks. */
const visible = /^[!-~]+$/;

/** FHIR R4, dateTime; the zone is a rule of its own. */
const time =
  /^(?<day>\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?)(?<clock>T(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?)?(?<zone>Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?$/;

/** Whether an id is one that every server takes: those of digits alone are kept for their own by some. */
export function isId(text: string): boolean {
  return id.test(text) && !/^\d+$/.test(text);
}

/** What every record has to write right. */
export const formats: readonly Rule[] = [
  {
    name: 'id',
    subject: 'every record',
    element: 'id',
    versions: usCoreVersions,
    demands: 'an id of A-Z, a-z, 0-9, - and ., 1 to 64 characters, not of digits alone',
    source: 'FHIR R4, datatypes.html, id; servers that keep numbers for their own ids',
    brokenAt: (record) => unless(textsAt(record, 'id').some(isId), 'id'),
  },
  {
    name: 'profile of its type',
    subject: 'every record',
    element: 'meta.profile',
    versions: usCoreVersions,
    demands: 'a claimed profile is one of the type of the record',
    source: 'FHIR R4, profiling.html; US Core, StructureDefinition.type',
    brokenAt: (record) => {
      if (textsAt(record, 'meta.profile').length === 0) return [];
      const [type] = textsAt(record, 'resourceType');
      const claimed = Object.entries(profiledTypes).filter(([profile]) => claims(record, profile));
      return unless(
        claimed.every(([, profiled]) => profiled === type),
        'meta.profile',
      );
    },
  },
  {
    name: 'time exists',
    subject: 'every record',
    element: '(time)',
    versions: usCoreVersions,
    demands: 'a time is written as FHIR writes it, on a day that the calendar has, with seconds',
    source: 'FHIR R4, datatypes.html, dateTime',
    brokenAt: (_, { elements }) => pathsWhere(elements.times, ({ value }) => !isTime(value)),
  },
  {
    name: 'time has a zone',
    subject: 'every record',
    element: '(time)',
    versions: usCoreVersions,
    demands: 'a time of day has a zone',
    source: 'FHIR R4, datatypes.html, dateTime',
    brokenAt: (_, { elements }) =>
      pathsWhere(
        elements.times,
        ({ value }) => value.includes('T') && !/(?:Z|[+-]\d\d:\d\d)$/.test(value) && isTime(value),
      ),
  },
  {
    name: 'UCUM',
    subject: 'every record',
    element: '(quantity)',
    versions: usCoreVersions,
    demands: 'a unit that claims UCUM is one of it',
    source: 'ucum.org/ucum, validated with a library of UCUM',
    brokenAt: (_, { elements, isUcum }) =>
      codesOf(elements, systems.ucum, (code) => code !== undefined && visible.test(code) && isUcum(code)),
  },
  {
    name: 'CPT modifiers',
    subject: 'every record',
    element: '(coding)',
    versions: usCoreVersions,
    demands: 'modifiers of CPT follow the code after colons',
    source: 'terminology.hl7.org/CPT.html',
    brokenAt: (_, { elements }) =>
      codesOf(elements, systems.cpt, (code) => code === undefined || cptExpression.test(code)),
  },
];

/** Whether a record says of itself that it conforms to a US Core profile, of whatever version. */
export function claims(record: object, profile: string): boolean {
  const url = `http://hl7.org/fhir/us/core/StructureDefinition/${profile}`;
  return textsAt(record, 'meta.profile').some((claimed) => claimed === url || claimed.startsWith(`${url}|`));
}

function isTime(text: string): boolean {
  const { day, clock, zone } = time.exec(text)?.groups ?? {};
  if (day === undefined || !isDay(day)) return false;
  return clock === undefined ? zone === undefined : day.length === '2026-03-12'.length;
}

/** The day 0 of a month is the last one of the month before it. */
function isDay(day: string): boolean {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return date <= 28 || date <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function codesOf(
  { having }: Elements,
  system: string,
  isRight: (code: string | undefined) => boolean,
): readonly string[] {
  return pathsWhere(
    having.system,
    ({ value }) => textsAt(value, 'system').includes(system) && !isRight(textsAt(value, 'code')[0]),
  );
}
