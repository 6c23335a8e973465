import { describe, expect, it } from '@jest/globals';
import { readConfig } from '@ilium/observability';
import { z } from 'zod';
import { hl7OutSettings } from './hl7-out-settings.js';
import { hl7OutVariables } from './hl7-out-variables.js';

const out = {
  HL7_OUT_HOST: '127.0.0.1',
  HL7_OUT_KEY: 'k'.repeat(32),
  HL7_OUT_ASSIGNERS: '{"urn:oid:1.2.3":{"namespace":"RIVERSIDE","type":"MR"}}',
};
const settings = (env: object) => hl7OutSettings(readConfig(z.object(hl7OutVariables), { ...env }), 'ehr');

describe('what is configured about HL7 v2 that goes out', () => {
  it('is for tests, in the original mode, one message in flight, where no more is said', () => {
    expect(settings(out)).toMatchObject({
      target: 'ehr',
      writer: { processingId: 'T', acknowledging: 'original', timeZone: 'UTC' },
      sender: { connection: { host: '127.0.0.1', port: 2575, window: 1, settledBy: 'first' }, leaseMs: 90_000 },
    });
    expect(settings(out).writer.assigners.get('urn:oid:1.2.3')).toEqual({ namespace: 'RIVERSIDE', type: 'MR' });
  });

  it('is TLS where it says so, with the authorities of the machine if no others are named', () => {
    expect(settings({ ...out, HL7_OUT_TLS: 'on' }).sender.connection.tls).toEqual({});
    expect(settings(out).sender.connection.tls).toBeUndefined();
  });

  it.each([
    ['HL7_OUT_HOST', { HL7_OUT_HOST: undefined }],
    ['HL7_OUT_KEY', { HL7_OUT_KEY: undefined }],
    ['HL7_OUT_KEY', { HL7_OUT_KEY: 'short' }],
    ['HL7_OUT_ASSIGNERS', { HL7_OUT_ASSIGNERS: undefined }],
    ['HL7_OUT_ASSIGNERS', { HL7_OUT_ASSIGNERS: '{' }],
    ['HL7_OUT_ASSIGNERS', { HL7_OUT_ASSIGNERS: '{"urn:x":{"namespace":"A|B"}}' }],
    ['HL7_OUT_TLS', { HL7_OUT_TLS_CA_FILE: '/etc/ca.pem' }],
    ['HL7_OUT_TLS_CA_FILE', { HL7_OUT_TLS: 'on', HL7_OUT_TLS_CA_FILE: '/none' }],
    ['HL7_OUT_TLS_KEY_FILE', { HL7_OUT_TLS: 'on', HL7_OUT_TLS_CERTIFICATE_FILE: '/none' }],
    ['HL7_OUT_TIME_ZONE', { HL7_OUT_TIME_ZONE: 'Mars/Olympus' }],
  ])('stops the start where %s can not be used', (name, env) => {
    expect(() => settings({ ...out, ...env })).toThrow(name);
  });
});
