import { existsSync } from 'node:fs';
import { note } from './progress.mjs';
import { BootstrapError, path, projectNode } from './project.mjs';
import { handOver } from './run.mjs';

/** What can be asked about a site file, and the program that answers; each gets its name and what stands behind it. */
const programs = {
  check: { program: 'apps/intake/dist/site.js', does: 'explains every fault of site files, and what they do' },
  learn: { program: 'apps/intake/dist/site.js', does: 'reads sample messages, and proposes rows for a site file' },
  probe: {
    program: 'apps/fhir-sync/dist/site.js',
    does: 'asks the FHIR servers of a site file what they take, and proposes their lanes',
  },
  reconcile: {
    program: 'apps/fhir-sync/dist/site.js',
    does: 'compares what a target holds with what it should hold, for some days, and repairs it',
  },
  subscribe: { program: 'apps/intake/dist/site.js', does: 'subscribes intake to the changes of a FHIR server' },
};

/** `npm run site -- NAME …` */
export async function site([name = '--help', ...args]) {
  if (['--help', '-h'].includes(name)) {
    note(helpText());
    return 0;
  }
  const asked = Object.hasOwn(programs, name) ? programs[name] : undefined;
  if (!asked) throw new BootstrapError(`There is no "site ${name}". There are: ${Object.keys(programs).join(', ')}.`);
  if (!existsSync(path(asked.program))) throw new BootstrapError(`${asked.program} is not there.`);
  return handOver(projectNode(), ['--enable-source-maps', path(asked.program), name, ...args]);
}

function helpText() {
  const lines = Object.entries(programs).map(([name, { does }]) => `  ${name.padEnd(10)} ${does}`);
  return ['Usage: npm run site -- COMMAND …     ( COMMAND --help explains each )', '', ...lines].join('\n');
}
