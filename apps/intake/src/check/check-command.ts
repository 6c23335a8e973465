import { parseArgs } from 'node:util';
import { faultText, openSite, SiteError, siteWarnings, type OpenedSite, type PlacedFault } from '@ilium/site';
import { surroundingWarnings } from './surrounding-warnings.js';
import { siteInWords } from './site-in-words.js';
import { faultsTogether } from './together.js';

/** `npm run site -- check FILE…`: everything that can be said of a site file before a service starts with it. */

export interface CheckParts {
  readonly print: (text: string) => void;
  readonly variable: (name: string) => string | undefined;
}

const checkHelp = `Usage: npm run site -- check [--strict] [--json] FILE…

Reads site files as the services do. Of each fault it says the file, line, column and key, and the remedy; of what is most
likely not meant, a warning; then in words what the file does. Files of several sites that one intake serves are checked
together. Nothing is started, and no listener is opened.

  --strict  Warnings are faults as well.
  --json    One line of JSON, for machines.

Exit code: 0 when nothing is wrong, 1 when there are warnings and --strict was given, 2 when there are faults.
`;

type Level = 'fault' | 'warning' | 'hint';
interface Finding extends PlacedFault {
  readonly level: Level;
}

interface CheckedFile {
  readonly file: string;
  readonly opened: OpenedSite | undefined;
  readonly findings: readonly Finding[];
}

/** The exit code. */
export function runCheck(args: readonly string[], { print, variable }: CheckParts): 0 | 1 | 2 {
  const options = optionsIn(args);
  if (options === undefined || options.help) {
    print(checkHelp.trimEnd());
    return options === undefined ? 2 : 0;
  }
  const { strict, json, files } = options;
  const checked = files.map((file) => checkFile(file, variable));
  const together = faultsTogether(checked.flatMap(({ file, opened }) => (opened ? [{ file, ...opened }] : [])));
  const findings = [...checked.flatMap((one) => one.findings), ...together.map(as('fault'))];
  const count = (level: Level) => findings.filter((one) => one.level === level).length;
  const words = checked.flatMap(({ opened }) => (opened === undefined ? [] : [siteInWords(opened.site)]));
  const counts = { faults: count('fault'), warnings: count('warning'), hints: count('hint') };
  if (json) print(JSON.stringify({ findings, ...counts, sites: words.map((lines) => lines.join('\n')) }));
  else {
    for (const finding of findings) print(`${finding.level}  ${faultText(finding)}`);
    if (findings.length > 0) print('');
    for (const lines of words) print(`${lines.join('\n')}\n`);
    print(`${files.length} read: ${told(counts)}`);
  }
  if (counts.faults > 0) return 2;
  return strict && counts.warnings > 0 ? 1 : 0;
}

function told({ faults, warnings, hints }: { faults: number; warnings: number; hints: number }): string {
  const each = [
    [faults, 'fault'],
    [warnings, 'warning'],
    [hints, 'hint'],
  ] as const;
  return each.map(([count, word]) => `${count} ${word}${count === 1 ? '' : 's'}`).join(', ');
}

const as =
  (level: Level) =>
  (fault: PlacedFault): Finding => ({ level, ...fault });

function checkFile(file: string, variable: CheckParts['variable']): CheckedFile {
  try {
    const opened = openSite(file);
    const said = [...siteWarnings(opened.site), ...surroundingWarnings(opened.site, variable)];
    const findings = said
      .flatMap((one) => opened.placed([one]).map(as(one.level)))
      .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
    return { file, opened, findings };
  } catch (error) {
    if (!(error instanceof SiteError)) throw error;
    return { file, opened: undefined, findings: error.placed.map(as('fault')) };
  }
}

interface CheckOptions {
  readonly files: readonly string[];
  readonly strict: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

/** Undefined where the command is wrong. */
function optionsIn(args: readonly string[]): CheckOptions | undefined {
  try {
    const flag = { type: 'boolean', default: false } as const;
    const options = { strict: flag, json: flag, help: { ...flag, short: 'h' } };
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    return positionals.length === 0 && !values.help ? undefined : { ...values, files: positionals };
  } catch {
    return undefined;
  }
}
