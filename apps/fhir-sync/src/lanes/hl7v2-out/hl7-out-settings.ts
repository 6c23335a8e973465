import { ConfigurationError } from '@ilium/observability';
import type { z } from 'zod';
import { FileReader } from '../../authorization/file-reader.js';
import { readTlsFiles } from '../../authorization/tls-settings.js';
import type { hl7OutVariables } from './hl7-out-variables.js';
import type { SenderSettings } from './send/sender.js';
import type { WriterSettings } from './write/writer-settings.js';

export interface Hl7OutSettings {
  readonly target: string;
  /** Control ids are made with it. */
  readonly secret: string;
  readonly writer: WriterSettings;
  readonly sender: SenderSettings;
  /** Messages are kept so long after they were acknowledged. */
  readonly keepDays: number;
}

type Hl7OutVariables = z.output<z.ZodObject<typeof hl7OutVariables>>;

/** How a target is told in HL7 v2. @throws ConfigurationError */
export function hl7OutSettings(config: Hl7OutVariables, target: string): Hl7OutSettings {
  const { HL7_OUT_HOST: host, HL7_OUT_KEY: secret } = config;
  if (host === undefined) {
    throw new ConfigurationError([
      `HL7_OUT_HOST is not set. Set it to the host of the HL7 v2 receiver: target ${target} has the lane hl7v2-out.`,
    ]);
  }
  if (secret === undefined) {
    throw new ConfigurationError(['HL7_OUT_KEY is not set. Set it to a secret of random characters.']);
  }
  if (config.HL7_OUT_ASSIGNERS.size === 0) {
    throw new ConfigurationError(['HL7_OUT_ASSIGNERS is not set. Without it no patient can be named.']);
  }
  return {
    target,
    secret,
    writer: writerSettings(config),
    sender: senderSettings(config, host, tlsOf(config)),
    keepDays: config.HL7_OUT_KEEP_DAYS,
  };
}

type Tls = Pick<SenderSettings['connection'], 'tls'>;

function tlsOf(config: Hl7OutVariables): Tls {
  const named = {
    authorities: config.HL7_OUT_TLS_CA_FILE,
    certificate: config.HL7_OUT_TLS_CERTIFICATE_FILE,
    key: config.HL7_OUT_TLS_KEY_FILE,
  };
  const isOn = config.HL7_OUT_TLS === 'on';
  const faults: string[] = [];
  if (!isOn && Object.values(named).some((file) => file !== undefined)) {
    faults.push('HL7_OUT_TLS is off, so nothing of HL7_OUT_TLS_* is used. Set it to on, or leave them out.');
  }
  const { authorities, client } = readTlsFiles('HL7_OUT_TLS', named, new FileReader(faults), faults);
  if (faults.length > 0) throw new ConfigurationError(faults);
  if (!isOn) return {};
  const ca = authorities === undefined ? {} : { ca: authorities };
  return { tls: { ...ca, ...(client === undefined ? {} : { cert: client.certificate, key: client.key }) } };
}

function writerSettings(config: Hl7OutVariables): WriterSettings {
  return {
    processingId: config.HL7_OUT_PROCESSING_ID,
    sendingApplication: config.HL7_OUT_SENDING_APPLICATION,
    sendingFacility: config.HL7_OUT_SENDING_FACILITY,
    receivingApplication: config.HL7_OUT_RECEIVING_APPLICATION,
    receivingFacility: config.HL7_OUT_RECEIVING_FACILITY,
    acknowledging: config.HL7_OUT_ACKNOWLEDGE,
    timeZone: config.HL7_OUT_TIME_ZONE,
    assigners: config.HL7_OUT_ASSIGNERS,
    documentType: config.HL7_OUT_DOCUMENT_TYPE,
  };
}

function senderSettings(config: Hl7OutVariables, host: string, tls: Tls): SenderSettings {
  const answerMs = config.HL7_OUT_TIMEOUT_MS;
  const settledBy = config.HL7_OUT_ACKNOWLEDGE === 'enhanced' ? 'application' : 'first';
  return {
    connection: { host, port: config.HL7_OUT_PORT, answerMs, window: config.HL7_OUT_WINDOW, settledBy, ...tls },
    leaseMs: 3 * answerMs,
    idleMs: 5_000,
    pause: { firstMs: 500, longestMs: 30_000 },
    patience: { firstMs: 1_000, longestMs: 60_000, mostErrors: 5 },
    stopWithinMs: 8_000,
  };
}
