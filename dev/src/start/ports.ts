import { StartError } from '../cause.js';
import { freePorts, portIsFree } from '../ports.js';

/** Fixed, so that bookmarks and other programs find them again; next to one another, so that they are easy to keep. */
export const defaultPorts = {
  web: 4600,
  mapper: 4601,
  'fhir-sync': 4602,
  analytics: 4603,
  hospital: 4604,
  intake: 4605,
  kafka: 4610,
  postgres: 4611,
  mllp: 4620,
};

export type Ports = Readonly<Record<keyof typeof defaultPorts, number>>;

const portNames = Object.keys(defaultPorts) as readonly (keyof Ports)[];

/** Free ports for all, for a run that nobody looks for. */
export async function anyPorts(): Promise<Ports> {
  const free = await freePorts(portNames.length);
  return Object.fromEntries(portNames.map((name, index) => [name, free[index]])) as Ports;
}

/** Says which of the ports are taken, before anything is started. */
export async function assertFree(ports: Ports, unused: readonly (keyof Ports)[]): Promise<void> {
  const wanted = portNames.filter((name) => !unused.includes(name));
  const double = wanted.find((name) => wanted.some((other) => other !== name && ports[other] === ports[name]));
  if (double)
    throw new StartError(`Port ${ports[double]} is given to more than one part: choose another for ${double}.`);
  const taken: (keyof Ports)[] = [];
  for (const name of wanted) if (!(await portIsFree(ports[name]))) taken.push(name);
  if (taken.length === 0) return;
  const list = taken.map((name) => `${ports[name]} (${name})`).join(', ');
  const others = taken.map((name) => `--port ${name}=${ports[name] + 100}`).join(' ');
  throw new StartError(
    `In use by another program: port ${list}. End that program, or choose another port: npm start -- ${others}`,
  );
}
