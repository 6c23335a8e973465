import { readdir } from 'node:fs/promises';
import { passingFolder, removePassingFolder, type PassingKind } from '../run-folder.js';
import { setApart } from './apart.js';
import { anyPorts } from './ports.js';
import { keptSecrets } from './secrets.js';
import { System, type SystemOptions } from './system.js';
import type { RunContext } from './to-the-end.js';

export interface PassingSystem {
  readonly system: System;
  /** Nobody has to look into its logs: else they stay, and the last line says where. */
  readonly forgetLogs: () => void;
}

/** A system of its own for one run, beside whatever runs: it stops at the end, and its data go with it. */
export async function preparePassing(
  { env, terminal, steps, atEnd, fail }: RunContext,
  kind: PassingKind,
  settings: SystemOptions['settings'] = {},
): Promise<PassingSystem> {
  const folder = await passingFolder(kind);
  let keepLogs = true;
  atEnd(async () => {
    if (!keepLogs) await removePassingFolder(folder);
    else if ((await readdir(folder.logs)).length > 0) terminal.line(`The logs: ${folder.logs}`);
  });
  const apart = await setApart(env);
  atEnd(apart.remove);
  const ports = await anyPorts();
  const secrets = await keptSecrets(folder);
  const system = await System.prepare({ ...apart, folder, ports, secrets, steps, fail, watch: false, settings });
  atEnd(() => system.stop());
  return { system, forgetLogs: () => void (keepLogs = false) };
}
