import { parseArgs } from 'node:util';
import { loadSite, SiteError, type FhirSource, type Site } from '@ilium/site';
import { EhrAway, EhrRefused } from './ehr/ehr-away.js';
import { EhrServer } from './ehr/ehr-server.js';
import { idOfSubscription, supportIn, topicSubscription } from './subscription/topic-subscription.js';

/** What the command writes to and reads from; a test hands in its own. */
export interface SubscribeParts {
  readonly write: (line: string) => void;
  readonly variable: (name: string) => string | undefined;
}

const usage = `npm run site -- subscribe --site FILE --source NAME --door ADDRESS [--dry-run]

Creates or renews the Subscription by which a FHIR server tells intake of changes.
  --site     the site file, with the source under fhir.sources
  --source   name of the source
  --door     address of intake as the FHIR server reaches it, such as https://intake.example
  --dry-run  shows the Subscription, and sends nothing`;

const usual: SubscribeParts = {
  write: (line) => process.stdout.write(`${line}\n`),
  variable: (name) => process.env[name],
};

/** Runs the command. Returns its exit code: 0 done, 1 not done, 2 not understood. */
export async function runSubscribe(args: readonly string[], parts: SubscribeParts = usual): Promise<number> {
  const { write } = parts;
  const read = readArguments(args);
  if (read === undefined) {
    write(usage);
    return 2;
  }
  try {
    const source = sourceIn(loadSite(read.site), read.source);
    if (typeof source === 'string') return refuse(write, source);
    return await subscribe(source, read, parts);
  } catch (error) {
    if (error instanceof SiteError) return refuse(write, error.message);
    if (error instanceof EhrAway)
      return refuse(write, `The FHIR server does not answer (${error.fault}). Try again later.`);
    if (error instanceof EhrRefused) return refuse(write, refusalText(error.status));
    throw error;
  }
}

interface Arguments {
  readonly site: string;
  readonly source: string;
  readonly door: string;
  readonly isDryRun: boolean;
}

function readArguments(args: readonly string[]): Arguments | undefined {
  try {
    const text = { type: 'string' } as const;
    const options = { site: text, source: text, door: text, 'dry-run': { type: 'boolean' } } as const;
    const { values } = parseArgs({ args: [...args], options });
    const { site, source, door } = values;
    if (site === undefined || source === undefined || door === undefined) return undefined;
    if (!/^https?:\/\//.test(door) || !URL.canParse(door)) return undefined;
    return { site, source, door: door.replace(/\/+$/, ''), isDryRun: values['dry-run'] === true };
  } catch {
    return undefined;
  }
}

type Subscribed = FhirSource & { readonly subscription: NonNullable<FhirSource['subscription']> };

function sourceIn(site: Site, name: string): Subscribed | string {
  const source = site.incoming.fhir.sources.find((one) => one.name === name);
  if (source === undefined) return `The site file has no source of this name under fhir.sources.`;
  const { subscription } = source;
  return subscription === undefined
    ? 'The source has no subscription in the site file: name its topic under subscription.topic.'
    : { ...source, subscription };
}

async function subscribe(source: Subscribed, { door, isDryRun }: Arguments, parts: SubscribeParts): Promise<number> {
  const { write, variable } = parts;
  const { subscription, tokenVariable } = source;
  const endpoint = `${door}/fhir/notifications/${source.name}`;
  const theirs = subscription.tokenVariable;
  const token = theirs === undefined ? undefined : variable(theirs);
  if (theirs !== undefined && token === undefined)
    return refuse(write, `Set ${theirs}: the token that the server sends to us.`);
  if (isDryRun) {
    const shown = topicSubscription(subscription, endpoint, token === undefined ? undefined : `(${theirs})`);
    write(JSON.stringify(shown, undefined, 2));
    return 0;
  }
  const server = new EhrServer({
    baseUrl: source.baseUrl,
    token: tokenVariable === undefined ? undefined : () => variable(tokenVariable),
  });
  try {
    const problem = unsupported(await server.metadata(), subscription.topic);
    if (problem !== undefined) return refuse(write, problem);
    const query = new URLSearchParams({ url: endpoint });
    const known = idOfSubscription((await server.page(`Subscription?${query.toString()}`)).matches, endpoint);
    const record = topicSubscription(subscription, endpoint, token, known);
    const written = known === undefined ? await server.create(record) : await server.update(record, known);
    write(`${known === undefined ? 'Created' : 'Renewed'}: Subscription/${String(written?.['id'] ?? known ?? '')}`);
    write(`Notifications go to ${endpoint}. The server shakes hands with it before it sends the first one.`);
    return 0;
  } finally {
    await server.close();
  }
}

/** Why the server can't be subscribed to, in words that say what to do instead. */
function unsupported(metadata: unknown, topic: string): string | undefined {
  const support = supportIn(metadata);
  const instead =
    'Ask its administrator to create it, or leave the subscription out: intake then searches for changes (catchUp).';
  if (support === undefined) return 'The address answers, and not as a FHIR server: look at baseUrl.';
  if (!support.canCreate) return `The server does not let clients create a Subscription. ${instead}`;
  if (!support.hasTopics) {
    return `The server knows Subscriptions, and declares none with topics (Subscriptions R5 backport). ${instead}`;
  }
  if (support.topics.length > 0 && !support.topics.includes(topic)) {
    return `The server declares other topics than the site file names: ${support.topics.join(', ')}`;
  }
  return undefined;
}

function refusalText(status: number): string {
  return status === 403
    ? 'The FHIR server does not allow it (403): the token needs the right to write Subscriptions.'
    : `The FHIR server refused with status ${status}.`;
}

function refuse(write: (line: string) => void, text: string): 1 {
  write(text);
  return 1;
}
