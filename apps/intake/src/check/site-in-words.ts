import type { Listener, Sender, Site } from '@ilium/site';

/** What a site file does, in short sentences: one reads them to see whether it is what was meant. */
export function siteInWords(site: Site): readonly string[] {
  const { incoming, rules } = site;
  const { environment, senderFields, identifiers, observations, ours, testPatients } = incoming;
  const places = senderFields.map(({ segment, field, component }) => `${segment}-${field}${part(component)}`);
  return [
    `Site ${site.name}: ${environment}, days of ${rules.timeZone}.`,
    ...incoming.listeners.map(listenerInWords),
    ...incoming.files.watch.map(({ folder, format }) => `Watches ${folder} for ${format ?? 'files of any format'}.`),
    ...incoming.fhir.sources.map(({ name, baseUrl, types }) => `Takes ${types.join(', ')} from ${name} (${baseUrl}).`),
    `Takes HL7 v2 messages with MSH-11 ${environment === 'production' ? 'P' : 'T or D'}, of a sender in ${places.join(', else ')}.`,
    ...Object.entries(incoming.senders).map(([name, sender]) => senderInWords(name, sender)),
    `${counted(identifiers.length, 'row')} of identifiers, ${counted(codeCount(site), 'code')} of its own, ${counted(observations.codes.length, 'row')} of observations.`,
    observations.taken === 'all' ? 'Takes all observations.' : 'Takes observations that it knows, and no others.',
    ...(ours.locations.length + ours.services.length > 0 ? ['Takes visits of named locations and services.'] : []),
    ...(testPatients.identifiers.length + testPatients.names.length > 0 ? ['Tells test patients by patterns.'] : []),
    ...Object.entries(incoming.csv).map(([name, { application }]) => `Reads CSV files of ${application} by ${name}.`),
  ];
}

const part = (component: number | undefined) => (component === undefined ? '' : `.${component}`);

function listenerInWords({ name, host, port, charset, acknowledge, nak, tls, replay }: Listener): string {
  const secured = tls === undefined ? '' : `, TLS${tls.clients === undefined ? '' : ' with certificates of clients'}`;
  const refusals = nak === 'strict' ? 'refuses what lacks required fields' : 'refuses what can not be read';
  const said = [charset ?? 'ASCII', `acknowledges ${acknowledge}`, refusals, ...(replay ? ['an archive'] : [])];
  return `Listens on ${host}:${port} as ${name}${secured}: ${said.join(', ')}.`;
}

function senderInWords(name: string, { lists, records, performed, families }: Sender): string {
  const who = name === 'usual' ? 'Senders that are not named' : `Sender ${name}`;
  const named = Object.entries(families).map(([type, family]) => `${type} as ${family}`);
  const feeds = named.length === 0 ? '' : `; feeds: ${named.join(', ')}`;
  return `${who}: lists are ${lists}, records ${records}, a procedure in the past is ${performed}${feeds}.`;
}

function codeCount({ rules: { codes } }: Site): number {
  return Object.values(codes).reduce((sum, rows) => sum + rows.length, 0);
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
