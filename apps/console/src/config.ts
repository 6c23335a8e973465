import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig, serviceVariables } from '@ilium/observability';
import { accessOf, tokenVariables, type Access } from '@ilium/security';
import { z } from 'zod';

const address = z.url({ protocol: /^https?$/, error: 'expected an http(s) URL' });
const builtPage = join(import.meta.dirname, '..', '..', 'web', 'dist');

const variables = z.object({
  ...serviceVariables,
  ...tokenVariables,
  INTAKE_URL: address.optional().describe('Set it to the address of intake, or leave it out where there is none.'),
  MAPPER_URL: address.describe('Set it to the address of the mapper, for example http://127.0.0.1:3001.'),
  FHIR_SYNC_URL: address.describe('Set it to the address of fhir-sync, for example http://127.0.0.1:3002.'),
  ANALYTICS_URL: address.describe('Set it to the address of analytics, for example http://127.0.0.1:3003.'),
  ANALYTICS_TOKEN: z.string().optional().describe('The API_TOKEN of analytics, where it has one.'),
  HOSPITAL_URL: address.optional().describe('Set it to the address of the simulated hospital, or leave it out.'),
  WEB_ROOT: z
    .string()
    .default(builtPage)
    .refine((folder) => existsSync(join(folder, 'index.html')), 'expected a folder with the built page')
    .describe('Build the page with `npm run build`, or set WEB_ROOT to the folder of its index.html.'),
});

export interface ConsoleConfig extends z.output<typeof variables> {
  /** To the statistics, which are not for everybody. */
  readonly access: Access;
}

/** The one place that reads the environment. */
export function readConsoleConfig(): ConsoleConfig {
  const config = readConfig(variables, process.env);
  return { ...config, access: accessOf(config, process.env) };
}
