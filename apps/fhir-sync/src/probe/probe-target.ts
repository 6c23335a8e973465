import { randomBytes } from 'node:crypto';
import { ConfigurationError, readConfig, type Environment } from '@ilium/observability';
import type { Target } from '@ilium/site';
import { z } from 'zod';
import { authorizationOf } from '../authorization/authorization-of.js';
import type { Authorization } from '../authorization/authorization.js';
import { readEntrySettings } from '../authorization/read-settings.js';
import type { EntrySettings } from '../authorization/settings.js';
import { entryVariables } from '../authorization/variables.js';
import { TargetFault } from '../faults/target-fault.js';
import { environmentOfTarget, prefixOf } from '../target/target-environment.js';
import { noteDeclared, readCapabilities, type Capabilities } from './capabilities.js';
import { DryClient } from './dry-client.js';
import type { Asking } from './exchange.js';
import { Findings, server } from './findings.js';
import { ProbeClient, type ProbePatience } from './probe-client.js';
import type { ProbeContext } from './probe-context.js';
import { faultInWords, runProbes } from './run-probes.js';
import { targetReport, type TargetReport } from './target-report.js';
import { tidyUp, type TidiedUp } from './tidy-up.js';
import { Troubles } from './troubles.js';
import { WrittenRecords } from './written-records.js';

export interface ProbeOptions {
  readonly mostEntries: number;
  readonly burst: number;
  /** The id that the server has for a test patient. */
  readonly patient: string | undefined;
  readonly timeoutMs: number;
}

export interface ProbeSurroundings {
  readonly env: Environment;
  readonly tell: (step: string) => void;
  readonly isStopped: () => boolean;
  readonly patience: ProbePatience;
}

/** A target that has an address. */
export type FhirTargetRow = Target & { readonly url: string };

/** The server can't be asked: why, and what to do. */
export class NoEntry extends Error {
  override readonly name = 'NoEntry';
}

/** Asks one server everything, tidies up, and says what came out. */
export async function probeTarget(
  target: FhirTargetRow,
  options: ProbeOptions,
  surroundings: ProbeSurroundings,
): Promise<TargetReport> {
  const { patience, tell } = surroundings;
  const { entry, authorization } = entryOf(target, options, surroundings.env);
  const troubles = new Troubles();
  const client = new ProbeClient(
    {
      baseUrl: target.url,
      ...{ timeoutMs: options.timeoutMs, patience, tls: entry.tls, headers: entry.headers },
      readsOnly: target.environment === 'production',
    },
    authorization,
    troubles,
  );
  try {
    tell('what it says of itself');
    const capabilities = await metadata(client, target);
    const context = contextOf(client, capabilities, options, patience.wait);
    noteEntry(context.findings, entry, await smartConfiguration(client));
    await checkEntry(client, authorization, target.url);
    const asked = await askEverything(context, target, surroundings);
    return targetReport({
      ...{ target, url: target.url, capabilities, troubles, ...asked },
      findings: context.findings,
      requests: client.requests,
    });
  } finally {
    await client.close();
  }
}

/** Shows which requests it would make, and sends none. */
export async function showProbe(
  target: FhirTargetRow,
  options: ProbeOptions,
  { show, ...surroundings }: ProbeSurroundings & { readonly show: (line: string) => void },
): Promise<void> {
  const client = new DryClient(show);
  const capabilities = await metadata(client, target);
  await smartConfiguration(client);
  const context = contextOf(client, capabilities, options, () => Promise.resolve());
  await askEverything(context, target, surroundings);
}

function contextOf(
  asking: Asking,
  capabilities: Capabilities,
  { mostEntries, burst, patient }: ProbeOptions,
  wait: ProbePatience['wait'],
): ProbeContext {
  const findings = new Findings();
  noteDeclared(capabilities, findings);
  return {
    ...{ asking, capabilities, findings, mostEntries, burst, wait },
    records: new WrittenRecords(asking),
    run: `ilium-probe-${randomBytes(4).toString('hex')}`,
    givenPatient: patient,
    links: undefined,
    there: new Map(),
  };
}

async function askEverything(context: ProbeContext, target: Target, { tell, isStopped }: ProbeSurroundings) {
  let tidiedUp: TidiedUp;
  let reasons: readonly string[] = [];
  try {
    reasons = await runProbes(context, { isProduction: target.environment === 'production', tell, isStopped });
  } finally {
    // Whatever went wrong: what was written is taken away.
    if (context.records.count > 0) tell('tidying up');
    tidiedUp = await tidyUp(context.records, context.asking);
  }
  return { tidiedUp, reasons };
}

function entryOf({ name, url }: FhirTargetRow, { timeoutMs }: ProbeOptions, env: Environment) {
  try {
    const own = environmentOfTarget(env, name);
    const entry = readEntrySettings({ ...readConfig(entryVariables, own), FHIR_BASE_URL: url });
    const { authorization: settings, ...rest } = entry;
    const once = { firstMs: 0, longestMs: 0 };
    const tokens = { away: once, refused: once };
    const authorization = authorizationOf(settings, {
      ...rest,
      ...{ baseUrl: url, timeoutMs, tokens },
      observe: () => undefined,
    });
    return { entry, authorization };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const where = `Variables of target ${name} begin with ${prefixOf(name)}, else with FHIR_.`;
    throw new NoEntry([where, ...error.faults].join('\n'), { cause: error });
  }
}

async function metadata(asking: Asking, { url }: FhirTargetRow): Promise<Capabilities> {
  const answered = await orNoEntry(asking.ask({ method: 'GET', path: 'metadata' }), url);
  const capabilities = readCapabilities(answered.body);
  if (capabilities !== undefined) return capabilities;
  const said = `It answers [base]/metadata with ${answered.status}, and not with a CapabilityStatement.`;
  const shut = answered.status === 401 || answered.status === 403;
  throw new NoEntry(
    `${said} ${shut ? 'It lets nobody in who has not said who he is: set FHIR_AUTH.' : 'Is `url` the base of its FHIR R4 interface?'}`,
  );
}

async function orNoEntry<T>(asked: Promise<T>, url: string): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof TargetFault)) throw error;
    const { advice } = error.fault;
    const remedy = advice ?? `Is ${url} its address, as this machine reaches it, and is the server up?`;
    throw new NoEntry(`It can not be asked: ${faultInWords(error.fault)}. ${remedy}`, { cause: error });
  }
}

/** The CapabilityStatement is open to everybody: whether we are let in is seen by a question that is not. */
async function checkEntry(asking: Asking, authorization: Authorization, url: string): Promise<void> {
  const path = 'Patient?_count=1&identifier=ilium-probe-nobody';
  const answered = await orNoEntry(asking.ask({ method: 'GET', path }), url);
  if (answered.status === 401) throw new NoEntry(`It does not let us in (401). ${authorization.advice}`);
}

const smart = z.looseObject({
  grant_types_supported: z.array(z.string()).optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
});
type Smart = z.output<typeof smart>;

async function smartConfiguration(asking: Asking): Promise<Smart | undefined> {
  try {
    const answered = await asking.ask({ method: 'GET', path: '.well-known/smart-configuration' });
    const read = smart.safeParse(answered.body);
    return answered.status === 200 && read.success ? read.data : undefined;
  } catch (error) {
    if (error instanceof TargetFault) return undefined;
    throw error;
  }
}

function noteEntry(findings: Findings, { authorization: { kind } }: EntrySettings, offered: Smart | undefined): void {
  const methods = offered?.token_endpoint_auth_methods_supported ?? [];
  const tokens = methods.length === 0 ? '' : `, which takes ${methods.join(', ')}`;
  const said =
    offered === undefined ? 'no smart-configuration' : `its smart-configuration names a token endpoint${tokens}`;
  findings.seen('entry', server, kind === 'none' ? 'open' : 'let-in', `FHIR_AUTH=${kind}; ${said}`);
}
