import type { Site } from '@ilium/site';
import { readMessage, type Reading } from '../hl7/read-message.js';
import { charsetNamed, decodeBytes, decodeMessage } from '../hl7/reading/charset.js';
import { fromStart, headerOf, type Header } from '../hl7/reading/header.js';
import { parseMessage, type Hl7Message } from '../hl7/reading/message.js';

type Environment = Site['incoming']['environment'];

/** One HL7 v2 message of the samples, with what is read out of it. */
export interface Sample {
  readonly bytes: Uint8Array;
  readonly reading: Reading & { readonly fate: 'taken' };
  readonly message: Hl7Message;
  readonly sender: string;
}

/** What became of a message by the site file as it is, and the message itself where one can learn from it. */
export interface ReadSample {
  readonly reading: Reading;
  readonly sample: Sample | undefined;
  /** MSH-11 is not that of the site's environment: intake would keep it as work. */
  readonly isOfOtherEnvironment: boolean;
}

/**
 * Reads messages as intake does, but for what a site file that is not finished yet says wrong: the environment, which
 * observations are taken, and the character set of a listener.
 */
export class SampleReader {
  readonly #sites: Readonly<Record<Environment, Site>>;
  readonly #charset: string | undefined;

  constructor(
    private readonly site: Site,
    private readonly now: number,
  ) {
    const { incoming } = site;
    const observations = { ...incoming.observations, taken: 'all' } as const;
    const of = (environment: Environment) => ({
      ...site,
      incoming: { ...incoming, environment, observations },
    });
    this.#sites = { production: of('production'), test: of('test') };
    this.#charset = incoming.listeners.find(({ charset }) => charset !== undefined)?.charset;
  }

  read(bytes: Uint8Array): ReadSample {
    const header = headerOf(bytes);
    const { environment } = this.site.incoming;
    const written = environmentOf(header) ?? environment;
    const reading = this.#readAs(bytes, written, this.#charset);
    const isOfOtherEnvironment = written !== environment;
    const charset = isRefusedForCharset(reading) ? charsetOf(bytes) : this.#charset;
    const learned = charset === this.#charset ? reading : this.#readAs(bytes, written, charset);
    return { reading, sample: this.#sampleOf(bytes, learned, charset), isOfOtherEnvironment };
  }

  #readAs(bytes: Uint8Array, environment: Environment, charset: string | undefined): Reading {
    const listener = { charset, nak: 'structural', replay: false } as const;
    return readMessage(bytes, { site: this.#sites[environment], listener, receivedAt: this.now });
  }

  #sampleOf(bytes: Uint8Array, reading: Reading, charset: string | undefined): Sample | undefined {
    if (reading.fate !== 'taken' || reading.header === undefined) return undefined;
    const declared = charsetNamed(reading.header.raw(18), reading.header.notation.repetition);
    const decoded = decodeMessage(bytes, declared, charset);
    if (!decoded.ok) return undefined;
    const message = parseMessage(fromStart(decoded.text), decoded.charset);
    return { bytes, reading, message, sender: reading.sender };
  }
}

function environmentOf(header: Header | undefined): Environment | undefined {
  const written = header?.field(11).text.toUpperCase() ?? '';
  if (written === 'P') return 'production';
  return written === 'T' || written === 'D' ? 'test' : undefined;
}

function isRefusedForCharset(reading: Reading): boolean {
  return reading.fate === 'refused' && reading.fault.reason === 'charset';
}

/** What bytes most likely are that no one names. */
function charsetOf(bytes: Uint8Array): string {
  return decodeBytes(bytes, 'utf-8') === undefined ? 'windows-1252' : 'utf-8';
}
