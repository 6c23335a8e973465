import { parseArgs } from 'node:util';
import type { Environment } from '@ilium/observability';
import { loadSite, SiteError, type Target } from '@ilium/site';
import type { ProbePatience } from './probe-client.js';
import { NoEntry, probeTarget, showProbe, type FhirTargetRow, type ProbeOptions } from './probe-target.js';
import { reportText } from './report-text.js';
import { reportJson, type TargetReport } from './target-report.js';

/** `npm run site -- probe FILE`: what the FHIR servers of a site take, tried out, and the lanes that follow from it. */

export interface ProbeParts {
  readonly print: (text: string) => void;
  readonly progress: { readonly isTTY?: boolean | undefined; write(text: string): unknown };
  readonly env: Environment;
  readonly wait: (ms: number) => Promise<void>;
  /** Somebody wants the command to end: it tidies up, and says what it knows. */
  readonly isStopped?: () => boolean;
}

const probeHelp = `Usage: npm run site -- probe FILE [--target NAME] [--patient ID] [--dry] [--json]
                             [--most-entries N] [--burst N] [--timeout-ms N]

Finds out what the FHIR servers under \`targets\` of a site file take, and proposes their lanes. A target of environment
production is only read. A target of environment test is written to: synthetic records of a test patient, which are
deleted at the end, else marked entered-in-error; what had to be left is listed.

  --target NAME     One target. Left out: all.
  --patient ID      A test patient that the server has, by the id that the server gave it; for servers that let nobody
                    create patients. The records are written into its chart. Needs --target.
  --dry             Shows which requests would be made, and makes none.
  --json            One line of JSON, for machines.
  --most-entries N  The largest transaction that is tried: 1 to 5000, 200 unless said.
  --burst N         Sends N requests, five at a time, to see how the server slows us down: 1 to 200. Not done unless said.
  --timeout-ms N    How long one request may take: 10000 unless said.

Credentials: the variables of the service, FHIR_<TARGET>_AUTH, FHIR_<TARGET>_TOKEN … else FHIR_AUTH, FHIR_TOKEN …
Exit code: 0 the report is made, 1 a server can not be reached or does not let us in, 2 the command or the file is wrong.
`;

const patience = { tries: 4, firstMs: 500, longestMs: 8_000, longestRetryAfterMs: 30_000 };

/** The exit code. */
export async function runProbe(args: readonly string[], parts: ProbeParts): Promise<0 | 1 | 2> {
  const { print, progress } = parts;
  const options = optionsIn(args);
  if (options === undefined || options.help) {
    print(probeHelp.trimEnd());
    return options === undefined ? 2 : 0;
  }
  const targets = targetsOf(options);
  if (typeof targets === 'string') {
    progress.write(`${targets}\n`);
    return 2;
  }
  const reports: TargetReport[] = [];
  let shut = 0;
  for (const target of targets) {
    const report = await probed(target, options, parts);
    if (report === 'shut') shut += 1;
    else if (report !== 'shown') reports.push(report);
  }
  if (options.json) print(JSON.stringify({ targets: reports.map(reportJson) }));
  else if (reports.length > 0) print(reports.map(reportText).join('\n\n\n'));
  return shut === 0 ? 0 : 1;
}

async function probed(target: Target, options: Options, parts: ProbeParts): Promise<TargetReport | 'shut' | 'shown'> {
  const { print, progress, env, wait, isStopped = () => false } = parts;
  if (!hasAddress(target)) {
    progress.write(`${target.name}: no \`url\` in the site file, so there is no FHIR server to ask.\n`);
    return 'shown';
  }
  const steps = stepsTo(progress, target.name);
  const waiting: ProbePatience = { ...patience, wait };
  const surroundings = { env, tell: steps.tell, isStopped, patience: waiting };
  try {
    if (!options.dry) return await probeTarget(target, options, surroundings);
    print(`Target ${target.name}: [base] is ${target.url}. The most that would be asked:`);
    await showProbe(target, options, { ...surroundings, tell: (step) => print(`# ${step}`), show: print });
    return 'shown';
  } catch (error) {
    if (!(error instanceof NoEntry)) throw error;
    steps.clear();
    progress.write(`Target ${target.name} (${target.url}): ${error.message}\n`);
    return 'shut';
  } finally {
    steps.clear();
  }
}

function hasAddress(target: Target): target is FhirTargetRow {
  return target.url !== undefined;
}

/** On a terminal one line that changes, elsewhere a line for each step. */
function stepsTo(progress: ProbeParts['progress'], name: string) {
  const isTerminal = progress.isTTY === true;
  const clearLine = '\r\u001B[K';
  return {
    tell: (step: string) => void progress.write(isTerminal ? `${clearLine}${name}: ${step} …` : `${name}: ${step}\n`),
    clear: () => void (isTerminal ? progress.write(clearLine) : undefined),
  };
}

function targetsOf({ file, target }: Options): readonly Target[] | string {
  try {
    const { targets } = loadSite(file);
    const chosen = target === undefined ? targets : targets.filter(({ name }) => name === target);
    if (chosen.length > 0) return chosen;
    if (targets.length === 0) return 'The site file has no `targets`: docs/site.md says how they are written.';
    return `The site file has no target of this name. It has: ${targets.map(({ name }) => name).join(', ')}.`;
  } catch (error) {
    if (error instanceof SiteError) return error.message;
    throw error;
  }
}

interface Options extends ProbeOptions {
  readonly file: string;
  readonly target: string | undefined;
  readonly dry: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

/** Undefined where the command is wrong. */
function optionsIn(args: readonly string[]): Options | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...{ target: text, patient: text, 'most-entries': text, burst: text, 'timeout-ms': text },
        ...{ dry: flag, json: flag, help: { ...flag, short: 'h' } },
      },
    });
    const [file = '', ...more] = positionals;
    const { target, patient, dry, json, help } = values;
    const mostEntries = wholeNumber(values['most-entries'] ?? '200', 5_000);
    const burst = values.burst === undefined ? 0 : wholeNumber(values.burst, 200);
    const timeoutMs = wholeNumber(values['timeout-ms'] ?? '10000', 120_000);
    const isPatient = patient === undefined || (target !== undefined && /^[A-Za-z0-9\-.]{1,64}$/.test(patient));
    const isWhole = file !== '' && more.length === 0 && isPatient && !(dry && json);
    if (mostEntries === undefined || burst === undefined || timeoutMs === undefined) return undefined;
    return isWhole || help ? { file, target, patient, dry, json, help, mostEntries, burst, timeoutMs } : undefined;
  } catch {
    return undefined;
  }
}

function wholeNumber(text: string, most: number): number | undefined {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= most ? number : undefined;
}
