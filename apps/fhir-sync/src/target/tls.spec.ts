import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Certificates, hasOpenssl } from '../../../../dev/src/test-environment.js';
import { registeredWhere } from '../../../../dev/src/registered-where.js';
import { readConfig } from '@ilium/observability';
import { readEntrySettings } from '../authorization/read-settings.js';
import { entryVariables } from '../authorization/variables.js';
import { ScriptedFhirServer } from '../testing/scripted-fhir-server.js';
import { TargetBed } from '../testing/target-bed.js';
import { toFhirServer, toTokenEndpoint } from './tls.js';

describe('TLS to the FHIR server', () => {
  it('trusts the named authorities only; to a token endpoint, which may be elsewhere, others as well', () => {
    expect(toFhirServer({}, 1)).toEqual({ timeout: 1 });
    expect(toFhirServer({ authorities: 'own' }, 1)).toEqual({ timeout: 1, ca: 'own' });
    expect(toTokenEndpoint({}, 1)).toEqual({ timeout: 1 });
    const { ca } = toTokenEndpoint({ authorities: 'own' }, 1);
    expect(ca?.at(-1)).toBe('own');
    expect(ca?.length).toBeGreaterThan(1);
  });

  registeredWhere(hasOpenssl(), 'TLS to the FHIR server (no openssl to make certificates with)', () => {
    let certificates: Certificates;
    let strangers: Certificates;
    const servers: ScriptedFhirServer[] = [];
    const beds: TargetBed[] = [];

    beforeAll(() => {
      certificates = new Certificates('server', 'client');
      strangers = new Certificates('client');
    });

    afterEach(async () => {
      await Promise.all(beds.splice(0).map((bed) => bed.close()));
      await Promise.all(servers.splice(0).map((server) => server.stop()));
    });

    afterAll(() => {
      certificates.remove();
      strangers.remove();
    });

    async function start(mutual: boolean): Promise<ScriptedFhirServer> {
      const own = { cert: certificates.read('server.pem'), key: certificates.read('server.key') };
      const asks = { ca: certificates.read('ca.pem'), requestCert: true, rejectUnauthorized: true };
      const server = new ScriptedFhirServer(mutual ? { ...own, ...asks } : own);
      servers.push(server);
      await server.start();
      return server;
    }

    function open({ baseUrl }: ScriptedFhirServer, variables: Record<string, string>): TargetBed {
      const given = { ...readConfig(entryVariables, variables), FHIR_BASE_URL: baseUrl };
      const { authorization, ...entry } = readEntrySettings(given);
      const bed = new TargetBed(baseUrl, authorization, entry);
      beds.push(bed);
      return bed;
    }

    function clientOf(from: Certificates): Record<string, string> {
      return {
        FHIR_TLS_CERTIFICATE_FILE: from.path('client.pem'),
        FHIR_TLS_KEY_FILE: from.path('client.key'),
      };
    }

    it('comes about where the authority is named', async () => {
      const bed = open(await start(false), { FHIR_TLS_CA_FILE: certificates.path('ca.pem') });
      expect(await bed.ask()).toBe(404);
    });

    it('does not where the authority is unknown, and says which setting names it', async () => {
      const server = await start(false);
      for (const variables of [{}, { FHIR_TLS_CA_FILE: strangers.path('ca.pem') }]) {
        const fault = await open(server, variables).fault();
        expect(fault).toMatchObject({ remedy: 'retry', scope: 'target' });
        expect(fault.advice).toContain('FHIR_TLS_CA_FILE');
      }
    });

    it('shows our certificate to a server that wants one (mutual TLS)', async () => {
      const own = { FHIR_TLS_CA_FILE: certificates.path('ca.pem'), ...clientOf(certificates) };
      expect(await open(await start(true), own).ask()).toBe(404);
    });

    it('is the same to a token endpoint', async () => {
      const server = await start(true);
      server.letsIn = () => false;
      const bed = open(server, {
        ...{ FHIR_TLS_CA_FILE: certificates.path('ca.pem'), ...clientOf(certificates) },
        ...{ FHIR_AUTH: 'client-credentials', FHIR_CLIENT_ID: 'ilium', FHIR_CLIENT_SECRET: 'secret' },
        FHIR_TOKEN_URL: `${server.baseUrl}/token`,
      });
      // It answers what no token endpoint would, over a connection that came about.
      expect(await bed.fault()).toMatchObject({ name: 'token-http-401' });
    });

    it('does not come about with no certificate or a stranger’s where one is wanted, and refuses no record', async () => {
      const server = await start(true);
      const ca = { FHIR_TLS_CA_FILE: certificates.path('ca.pem') };
      for (const client of [{}, clientOf(strangers)])
        expect(await open(server, { ...ca, ...client }).fault()).toMatchObject({ remedy: 'retry' });
    });
  });
});
