import type { CodeTable } from '@ilium/clinical';
import { typesIn } from './envelopes.js';
import type { CountedCode } from './code-counts.js';
import type { Learner } from './learner.js';
import { looksLikeCode, quoted } from './looks-like-code.js';
import { identifierRows } from './proposed-identifiers.js';

/**
 * What the site file lacks, as YAML to be pasted into it. Lines with one `#` are rows that somebody has to decide on; what
 * is only said to people has two.
 */
export function proposal(learner: Learner): string {
  return [
    `## Proposed by \`npm run site -- learn\` from ${learner.messages} messages, for site ${learner.site.name}.`,
    "## Take the # away from what is right, fill in each '?', and put rows under the keys that the file has already.",
    '## Then: npm run site -- check FILE',
    ...environmentLines(learner),
    ...senderLines(learner),
    ...identifierRows(learner),
    ...midnightLines(learner),
    ...codeLines(learner),
    ...observationLines(learner),
    '',
  ].join('\n');
}

function environmentLines({ envelopes, site }: Learner): string[] {
  const ids = envelopes.processingIds.rows().map(({ thing }) => thing.toUpperCase());
  const isProduction = ids.length > 0 && ids.every((id) => id === 'P');
  if (!isProduction || site.incoming.environment === 'production') return [];
  return ['', '## All messages have MSH-11 P.', '# environment: production'];
}

function senderLines({ envelopes, site }: Learner): string[] {
  const named = new Set(Object.keys(site.incoming.senders));
  const unnamed = envelopes.senders
    .rows()
    .filter(({ thing: { sender } }) => looksLikeCode(sender) && !named.has(sender));
  if (unnamed.length === 0) return [];
  const { lists, records, performed } = site.incoming.senders['usual'] ?? usual;
  const row = `{ lists: ${lists}, records: ${records}, performed: ${performed} }`;
  return [
    '',
    '## Only senders that differ from `usual` need a row.',
    '# senders:',
    ...unnamed.map(({ thing: { sender, types } }) => `#   ${quoted(sender)}: ${row} # ${typesIn(types)}`),
  ];
}

const usual = { lists: 'incremental', records: 'partial', performed: 'completed' };

/** From so many times of midnight on, and where every fifth time is one, chance is no explanation. */
const leastMidnights = 5;
const leastShare = 0.2;

function midnightLines({ times, site }: Learner): string[] {
  const senders = times.senders.rows().flatMap(({ thing: { sender, timed, midnight } }) => {
    const isOften = midnight >= leastMidnights && midnight / timed >= leastShare;
    return isOften && looksLikeCode(sender) && !site.rules.midnightMeansNoTime.includes(sender) ? [quoted(sender)] : [];
  });
  return senders.length === 0 ? [] : ['', `# midnightMeansNoTime: [${senders.join(', ')}]`];
}

interface WaitingCode {
  readonly table: CodeTable;
  readonly system: string | undefined;
  readonly code: string;
  count: number;
}

function codeLines(learner: Learner): string[] {
  const waiting = waitingCodes(learner);
  const tables = [...new Set(waiting.map(({ table }) => table))];
  if (tables.length === 0) return [];
  return [
    '',
    "## Codes that no table knows, by the table that has to: a standard code such as 'CPT|27096', a word of ours, or",
    '## what says that it is nothing of ours (`not-ours`, a drug `other`, a route `elsewhere`).',
    '# codes:',
    ...tables.flatMap((table) => [
      `#   ${table}:`,
      ...waiting
        .filter((one) => one.table === table)
        .map((one) => `#     - { ${named(one)}, as: '?' } # ${times(one)}`),
    ]),
  ];
}

/** Each code once for its table, whatever field it stood in; the most frequent first. */
function waitingCodes({ codes }: Learner): readonly WaitingCode[] {
  const waiting = new Map<string, WaitingCode>();
  for (const { thing, count } of codes.codes.rows()) {
    if (thing.fate !== 'unmapped') continue;
    const key = JSON.stringify([thing.table, thing.uri, thing.code]);
    const known = waiting.get(key);
    if (known !== undefined) known.count += count;
    else waiting.set(key, { table: thing.table, system: thing.system, code: thing.code, count });
  }
  return [...waiting.values()].toSorted((a, b) => b.count - a.count);
}

const named = ({ system, code }: Pick<CountedCode, 'system' | 'code'>) =>
  `${system === undefined ? '' : `system: ${quoted(system)}, `}code: ${quoted(code)}`;
const times = ({ count }: WaitingCode) => (count === 1 ? 'once' : `${count} times`);

function observationLines(learner: Learner): string[] {
  const rows = learner.site.incoming.observations.codes;
  const asked = waitingCodes(learner).filter(
    ({ table, code }) => table === 'measures' && !rows.some((row) => row.code === code),
  );
  if (asked.length === 0) return [];
  return [
    '',
    '## What is asked, where the code does not say it: kind (score, complication, history), painLocation, recall, timing.',
    '# observations:',
    '#   codes:',
    ...asked.map((one) => `#     - { ${named(one)}, kind: score } # ${times(one)}`),
  ];
}
