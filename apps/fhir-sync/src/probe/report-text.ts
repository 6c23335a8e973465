import { writtenTypes } from './capabilities.js';
import { server, type Basis, type Finding } from './findings.js';
import { questionIds, questionOf, type QuestionId } from './questions.js';
import { sentence } from './sentence.js';
import type { TargetReport } from './target-report.js';
import { wrapped } from './wrapped.js';

/** What was found out about one server, for people. */

const basisWords: Readonly<Record<Basis, string>> = { seen: 'seen', declared: 'declared', 'not-tried': 'not tried' };

export function reportText(report: TargetReport): string {
  const { name, url, environment, limits } = report;
  const heading = `Target ${name}: ${url} (${environment})`;
  return [
    heading,
    '='.repeat(heading.length),
    ...report.summary.flatMap((text) => wrapped(text, 0)),
    '',
    ...questionIds.flatMap((id) => questionLines(id, report)),
    ...section('What it declares, and does otherwise', report.contradictions),
    'Proposed lanes: rows for the site file',
    ...report.proposal.map((line) => `  ${line}`),
    '',
    ...section('Why', report.reasons),
    ...section('The site file asks for more than was found out', report.warnings),
    'What will not work',
    ...(limits.length === 0 ? ['  Nothing that was found out here.'] : []),
    ...limits.flatMap(({ what, instead }) => [...wrapped(`  - ${what}`, 4), ...wrapped(`    Instead: ${instead}`, 4)]),
    '',
    ...section('Faults on the way; asked again', report.troubles),
    ...section('What the probe leaves behind', report.leftBehind),
  ].join('\n');
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.flatMap((line) => wrapped(`  - ${line}`, 4)), ''];
}

function questionLines(id: QuestionId, { findings }: TargetReport): readonly string[] {
  const found = withoutTheSame(findings.all(id));
  if (found.length === 0) return [];
  const rows = together(id, found);
  const width = Math.max(...rows.map(({ abouts }) => abouts.length));
  return [
    questionOf(id).title,
    ...rows.flatMap(({ abouts, basis, text }) => {
      const start = `  ${abouts.padEnd(width)}${width === 0 ? '' : '  '}${basis.padEnd(9)}  `;
      return wrapped(`${start}${text}`, start.length);
    }),
    '',
  ];
}

/** A kind of records with which it is as with its type, or that was not tried, needs no row of its own. */
function withoutTheSame(found: readonly Finding[]): readonly Finding[] {
  return found.filter(({ about, basis, result, detail }) => {
    const [type] = about.split(' (');
    const usual = found.find((one) => one.about === type);
    const isSame = usual?.basis === basis && usual.result === result && usual.detail === detail;
    return usual === undefined || about === type || (basis !== 'not-tried' && !isSame);
  });
}

interface Row {
  readonly abouts: string;
  readonly basis: string;
  readonly text: string;
}

/** What was found of several types alike stands in one row. */
function together(id: QuestionId, found: readonly Finding[]): readonly Row[] {
  const rows = new Map<string, { basis: string; text: string; abouts: string[] }>();
  for (const finding of found) {
    const basis = basisWords[finding.basis];
    const text = sentence(id, finding);
    const row = rows.get(`${basis} ${text}`) ?? { basis, text, abouts: [] };
    rows.set(`${basis} ${text}`, row);
    if (finding.about !== server) row.abouts.push(finding.about);
  }
  return [...rows.values()].flatMap(({ abouts, ...row }) => {
    const isAll = writtenTypes.every((type) => abouts.includes(type));
    const named = isAll ? ['all types', ...abouts.filter((one) => !writtenTypes.some((type) => type === one))] : abouts;
    return inLines(named).map((line, index) => ({
      abouts: line,
      basis: index === 0 ? row.basis : '',
      text: index === 0 ? row.text : '',
    }));
  });
}

const longestNames = 44;

/** Names one after the other, as many as fit into the column. */
function inLines(names: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + name.length + 2 <= longestNames)
      lines[lines.length - 1] = `${last}, ${name}`;
    else lines.push(name);
  }
  return lines.length === 0 ? [''] : lines;
}
