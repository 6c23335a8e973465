import type { FileFormat, Site } from '@ilium/site';
import type { DoorParts } from '../fhir/door/fhir-door.js';
import { postingSender, senderOfSource } from '../fhir/naming/sender.js';
import { csvReader } from './csv/csv-reader.js';
import { hl7Messages } from './hl7-messages.js';
import { eventLines } from './lines/event-lines.js';
import { fhirLines, type ResourceDoor } from './lines/fhir-lines.js';
import { UnreadableFile, type MessageReader } from './message-reader.js';

/** What a site reads files by. */
export interface FileReading {
  readonly site: Site;
  /** What FHIR resources go through. Left out: they are refused. */
  readonly fhir?: DoorParts | undefined;
  readonly isBackload: boolean;
}

export interface FileKind {
  readonly format?: FileFormat | undefined;
  /** The map of a CSV file; may be left out where the site has only one. */
  readonly csv?: string | undefined;
  /** The source of the site file that FHIR resources come from. Left out: one that posts. */
  readonly source?: string | undefined;
  /** Of HL7 v2 messages that do not name theirs. */
  readonly charset?: string | undefined;
}

const endings: Readonly<Record<string, FileFormat>> = {
  hl7: 'hl7',
  er7: 'hl7',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  csv: 'csv',
  tsv: 'csv',
};

/** The format that a file's name tells by its ending. */
function formatOf(path: string): FileFormat | undefined {
  const ending = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(endings, ending) ? endings[ending] : undefined;
}

/** The reader of a file; made anew for each. Throws `UnreadableFile` where nothing says how it is read. */
export function readerOf(path: string, kind: FileKind, reading: FileReading): MessageReader {
  const format = kind.format ?? formatOf(path);
  const { site, isBackload } = reading;
  if (format === undefined) {
    throw new UnreadableFile(
      'format',
      'The name does not tell the format: use .hl7, .ndjson or .csv, or name the format.',
    );
  }
  if (format === 'csv') return csvReader({ site, ...mapOf(site, kind.csv), isBackload });
  if (format === 'hl7') return hl7Messages({ site, isBackload, charset: kind.charset, now: Date.now });
  return eventLines(site.name, { format, isBackload }, resourcesOf(kind.source, reading));
}

function resourcesOf(source: string | undefined, { site, fhir, isBackload }: FileReading): ResourceDoor | undefined {
  if (fhir === undefined) return undefined;
  const sender = source === undefined ? postingSender(site) : senderOfSource(site, source);
  if (sender !== undefined) return fhirLines({ parts: fhir, sender, isBackload });
  const known = site.incoming.fhir.sources.map(({ name }) => name).join(', ') || 'none';
  throw new UnreadableFile('source', `Name a source of \`fhir\` in the site file. There are: ${known}.`);
}

function mapOf({ incoming: { csv } }: Site, name: string | undefined) {
  const names = Object.keys(csv);
  const chosen = name ?? (names.length === 1 ? names[0] : undefined);
  const map = chosen !== undefined && Object.hasOwn(csv, chosen) ? csv[chosen] : undefined;
  if (chosen !== undefined && map !== undefined) return { name: chosen, map };
  const known = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
  throw new UnreadableFile('map', `Name a map of \`csv\` in the site file: ${known}.`);
}
