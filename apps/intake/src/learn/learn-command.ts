import { parseArgs } from 'node:util';
import { loadSite, SiteError } from '@ilium/site';
import { codeOf } from '../files/system-error.js';
import { Learner } from './learner.js';
import { proposal } from './proposal.js';
import { reportText } from './report-text.js';
import { learnFile, sampleFiles } from './sample-files.js';

/** `npm run site -- learn --site FILE MESSAGES…`: what sample messages hold, beside what the site file says of them. */

export interface LearnParts {
  readonly print: (text: string) => void;
  readonly progress: { readonly isTTY?: boolean | undefined; write(text: string): unknown };
  /** ms since 1970 */
  readonly now?: () => number;
}

const learnHelp = `Usage: npm run site -- learn --site FILE [--yaml | --json] [--all] MESSAGES…

Reads sample messages, and sends and stores nothing: files or folders of HL7 v2 (single messages or batches), of FHIR
resources (JSON, NDJSON), of events (NDJSON) and of scores (CSV, by the maps of the site file). Says which types, senders,
systems of numbers, codes, sides and times occur, how often, and what the site file makes of them. Codes are shown; never
numbers, names, texts or anything else about a patient.

  --site FILE  The site file; one with nothing but a name will do at first.
  --yaml       Rows for the site file instead: what it lacks, to be pasted, decided on and checked.
  --json       The same for machines, in one line.
  --all        Long tables whole.

Exit code: 0 when all files were read, 1 when one was not, 2 when the command or the site file is wrong.
`;

/** The exit code. */
export async function runLearn(args: readonly string[], parts: LearnParts): Promise<0 | 1 | 2> {
  const options = optionsIn(args);
  if (options === undefined || options.help) {
    parts.print(learnHelp.trimEnd());
    return options === undefined ? 2 : 0;
  }
  try {
    const learner = new Learner(loadSite(options.site));
    const unread = await learnAll(options.messages, learner, parts);
    parts.print(textOf(learner, options));
    return unread === 0 ? 0 : 1;
  } catch (error) {
    if (error instanceof SiteError) parts.progress.write(`${error.message}\n`);
    else if (codeOf(error) === undefined) throw error;
    else parts.progress.write(`A file or folder of messages can't be read (${codeOf(error)}).\n`);
    return 2;
  }
}

const tellEveryMs = 5_000;

/** How many files could not be read. */
async function learnAll(paths: readonly string[], learner: Learner, parts: LearnParts): Promise<number> {
  const { progress, now = Date.now } = parts;
  let unread = 0;
  let told = now();
  for await (const file of sampleFiles(paths)) {
    const fault = await learnFile(file, learner, () => {
      if (now() - told < tellEveryMs) return;
      told = now();
      progress.write(`${file.name}: ${learner.messages} messages read so far\n`);
    });
    if (fault === undefined) continue;
    unread += 1;
    progress.write(`${file.name}: ${fault}\n`);
  }
  return unread;
}

function textOf(learner: Learner, { yaml, json, all }: LearnOptions): string {
  if (yaml) return proposal(learner).trimEnd();
  const sections = learner.sections();
  if (json) {
    const parts = sections.map(({ name, rows, rest = 0 }) => [name, rest > 0 ? { rows, rest } : { rows }]);
    return JSON.stringify({ site: learner.site.name, messages: learner.messages, ...Object.fromEntries(parts) });
  }
  const heading = `${learner.messages} messages, beside what site ${learner.site.name} says of them`;
  return [heading, reportText(sections, all)].filter((text) => text !== '').join('\n\n');
}

interface LearnOptions {
  readonly site: string;
  readonly messages: readonly string[];
  readonly yaml: boolean;
  readonly json: boolean;
  readonly all: boolean;
  readonly help: boolean;
}

/** Undefined where the command is wrong. */
function optionsIn(args: readonly string[]): LearnOptions | undefined {
  try {
    const flag = { type: 'boolean', default: false } as const;
    const options = {
      site: { type: 'string' },
      yaml: flag,
      json: flag,
      all: flag,
      help: { ...flag, short: 'h' },
    } as const;
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    const { site = '', ...rest } = values;
    const isWhole = site !== '' && positionals.length > 0 && !(rest.yaml && rest.json);
    return isWhole || rest.help ? { ...rest, site, messages: positionals } : undefined;
  } catch {
    return undefined;
  }
}
