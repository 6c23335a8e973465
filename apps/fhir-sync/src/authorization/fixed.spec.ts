import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ScriptedFhirServer } from '../testing/scripted-fhir-server.js';
import { TargetBed } from '../testing/target-bed.js';
import type { AuthorizationSettings } from './settings.js';

const server = new ScriptedFhirServer();
let seen: (string | undefined)[] = [];

beforeEach(async () => {
  seen = [];
  await server.start();
});

afterEach(() => server.stop());

describe('a way in that stays the same', () => {
  it.each<[AuthorizationSettings, string | undefined, string]>([
    [{ kind: 'none' }, undefined, 'FHIR_AUTH'],
    [{ kind: 'basic', user: 'ilium', password: 'pä:ss' }, `Basic ${btoa('ilium:pÃ¤:ss')}`, 'FHIR_PASSWORD'],
    [{ kind: 'bearer', token: 'abc' }, 'Bearer abc', 'FHIR_TOKEN'],
  ])(
    'is shown with each request; a 401 is not asked twice, and says what to look at: %j',
    async (settings, header, said) => {
      server.letsIn = ({ headers }) => seen.push(headers.authorization) === 1;
      const bed = new TargetBed(server.baseUrl, settings);
      expect(await bed.ask()).toBe(404);
      const fault = await bed.fault();
      await bed.close();
      expect(seen).toEqual([header, header]);
      expect(fault).toMatchObject({ remedy: 'retry', scope: 'target', name: 'http-401' });
      expect(fault.advice).toContain(said);
    },
  );
});
