import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseProcedureEvent, type ProcedureEvent } from '@ilium/contracts';
import { format, resolveConfig } from 'prettier';
import { derive, type PatientOutputs } from '../derive/derive.js';
import { toBundle } from '../fhir/to-bundle.js';
import { defaultRules, type Rules } from '../rules.js';
import { known } from './derived.js';
import { plainIds } from './plain-ids.js';

/** `<case>.event.json` of the folder `golden`: what a hospital says, and what a clinician expects of it. */
export interface GoldenCase {
  readonly name: string;
  /** What happens and what is expected, in a clinician's words. */
  readonly about: string;
  /** The rules and traps that it shows, e.g. `clinical rule 7` or `trap 6`. */
  readonly covers: readonly string[];
  /** The day that windows are judged by. */
  readonly asOf: string;
  /** What the site decides otherwise, on top of `goldenRules`. */
  readonly rules: RuleChanges;
  readonly events: readonly ProcedureEvent[];
}

/** What a site decides otherwise; of a group of rules, such as `block`, too only what is different. */
export type RuleChanges = {
  readonly [Name in keyof Rules]?: Rules[Name] extends readonly unknown[] ? Rules[Name] : Partial<Rules[Name]>;
};

/** What follows from a case, each in a file beside it. */
export const outputKinds = ['fhir', 'outcomes'] as const;
export type OutputKind = (typeof outputKinds)[number];

const folder = new URL('../golden/', import.meta.url);

/** `npm run golden` collects what the cases become today in a folder of its own, and compares it with what is held. */
const collected = process.env['GOLDEN_INTO'];
const held = collected === undefined ? folder : new URL(`file://${collected}/`);

/** The default rules, in the zone of the hospital that the cases are of, which opted in to percentages in the chart. */
const goldenRules: Rules = { ...defaultRules, timeZone: 'America/Chicago', derivedInChart: ['percent-improvement'] };

const caseEnding = '.event.json';

export const goldenFiles: readonly string[] = readdirSync(folder).filter((name) => name.endsWith('.json'));

export const goldenCases: readonly GoldenCase[] = goldenFiles
  .filter((name) => name.endsWith(caseEnding))
  .map((name) => readCase(name.slice(0, -caseEnding.length)));

const elements = ['about', 'covers', 'asOf', 'rules', 'events'];

function readCase(name: string): GoldenCase {
  const file = readJson(new URL(`${name}${caseEnding}`, folder));
  const { about, covers, asOf, rules = {}, events, ...others } = file;
  const unknown = [...Object.keys(others), ...Object.keys(rules).filter((rule) => !(rule in defaultRules))];
  if (unknown.length > 0) throw new TypeError(`${name}: ${unknown.join()} is neither of ${elements.join()} nor a rule`);
  return { name, about, covers, asOf, rules, events: events.map((event) => readEvent(event, name)) };
}

type CaseFile = Omit<GoldenCase, 'name' | 'events' | 'rules'> & {
  readonly rules?: RuleChanges;
  readonly events: readonly Parameters<typeof parseProcedureEvent>[0][];
};

function readJson(file: URL): CaseFile {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Through the schema of the public door: what a case says could be said by anybody. */
function readEvent(event: Parameters<typeof parseProcedureEvent>[0], name: string): ProcedureEvent {
  const read = parseProcedureEvent(event);
  if (!read.ok) throw new TypeError(`${name}, event ${event.id}: ${read.detail}`);
  return read.event;
}

export function derivedFrom({ events, rules, asOf }: GoldenCase): readonly PatientOutputs[] {
  return derive(known(events), rulesWith(rules), asOf, plainIds);
}

function rulesWith(rules: RuleChanges): Rules {
  const changed = Object.entries(rules).map(([name, rule]) => {
    const group: unknown = Object.entries(goldenRules).find(([known]) => known === name)?.[1];
    return [name, isGroup(group) && isGroup(rule) ? { ...group, ...rule } : rule];
  });
  return { ...goldenRules, ...Object.fromEntries(changed) };
}

function isGroup(rule: unknown): rule is object {
  return typeof rule === 'object' && rule !== null && !Array.isArray(rule);
}

/** The contents of the files that a case becomes. */
export function outputsOf({ asOf }: GoldenCase, patients: readonly PatientOutputs[]): Record<OutputKind, unknown> {
  const records = patients.flatMap(({ resources }) => resources.map(({ resource }) => resource));
  return {
    fhir: toBundle(records, goldenRules.base),
    // As JSON: without what is undefined.
    outcomes: JSON.parse(JSON.stringify({ asOf, patients: patients.map(withoutRecords) })),
  };
}

/** All that follows besides the records; digests and keys of facts would tell a reader nothing. */
function withoutRecords(outputs: PatientOutputs) {
  return {
    ...outputs,
    resources: undefined,
    history: outputs.history.map(({ treatment, performed, source }) => {
      return { treatment, performed: performed?.text, feed: source.feed };
    }),
    outcomes: outputs.outcomes.map(({ key, observation: { session, content } }) => ({ key, session, ...content })),
    work: outputs.work.map(({ reason, detail }) => ({ reason, detail })),
  };
}

export const isCollecting = collected !== undefined;

export function readOutput(name: string, kind: OutputKind): unknown {
  return JSON.parse(readFileSync(new URL(`${name}.${kind}.json`, held), 'utf8'));
}

export async function writeOutput(name: string, kind: OutputKind, content: unknown): Promise<void> {
  const options = await resolveConfig(new URL(`${name}.${kind}.json`, folder));
  const text = await format(JSON.stringify(content), { ...options, parser: 'json' });
  writeFileSync(new URL(`${name}.${kind}.json`, held), text);
}
