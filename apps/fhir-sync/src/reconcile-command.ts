import { setTimeout as wait } from 'node:timers/promises';
import { loadSite, SiteError } from '@ilium/site';
import { ReconcileClient, ReconcileError } from './reconcile-client.js';
import { readReconcileOptions, reconcileHelp, type ReconcileOptions } from './reconcile-options.js';
import { findingText, isAsItShould, progressText, summaryText } from './reconcile-text.js';
import type { ReconciliationStatus } from './reconciliation/status.js';

/** What the command writes to and reads from; a test hands in its own. */
export interface ReconcileParts {
  readonly print: (line: string) => void;
  readonly progress: (line: string) => void;
  readonly variable: (name: string) => string | undefined;
  /** Between two looks at how far it is. */
  readonly everyMs?: number;
}

const usualUrl = 'http://127.0.0.1:4602';

/** `npm run site -- reconcile`. Returns its exit code: 0 all is there, 1 something differs, 2 not found out. */
export async function runReconcile(args: readonly string[], parts: ReconcileParts): Promise<0 | 1 | 2> {
  try {
    const options = readReconcileOptions(args);
    if (options === undefined) {
      parts.print(reconcileHelp.trimEnd());
      return 0;
    }
    const url = (parts.variable('FHIR_SYNC_URL') ?? usualUrl).replace(/\/+$/, '');
    const client = new ReconcileClient(url, parts.variable('FHIR_SYNC_TOKEN') ?? parts.variable('API_TOKEN'));
    let isRight = true;
    for (const target of targetsOf(options)) {
      const status = await reconcile(client, target, options, parts);
      isRight &&= isAsItShould(status);
    }
    return isRight ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof SiteError || error instanceof ReconcileError)) throw error;
    parts.progress(error.message);
    return 2;
  }
}

/** Undefined: the only one that the service has. */
function targetsOf({ target, files }: ReconcileOptions): readonly (string | undefined)[] {
  if (files.length === 0) return [target];
  const named = files.flatMap((file) => loadSite(file).targets).filter(({ url }) => url !== undefined);
  if (named.length === 0) throw new TypeError('These site files name no target with an address.');
  return [...new Set(named.map(({ name }) => name))];
}

async function reconcile(
  client: ReconcileClient,
  target: string | undefined,
  { from, to, repair, json }: ReconcileOptions,
  { print, progress, everyMs = 500 }: ReconcileParts,
): Promise<ReconciliationStatus> {
  let status = await client.begin({ from, to, repair, ...(target === undefined ? {} : { target }) });
  let said = '';
  while (status.state === 'running') {
    const text = progressText(status);
    if (text !== said) progress((said = text));
    await wait(everyMs);
    status = await client.status(status.id);
  }
  for await (const finding of client.findings(status.id)) {
    print(json ? JSON.stringify({ target: status.target, ...finding }) : findingText(finding));
  }
  print(json ? JSON.stringify({ summary: status }) : summaryText(status));
  return status;
}
