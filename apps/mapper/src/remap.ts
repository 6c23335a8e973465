import { derivedBefore, walkPatients } from './patient-walk.js';
import { reportProgress, withMapper } from './offline-mapper.js';

/** `npm run remap`: derives everybody who was derived under older rules. It can be stopped and begun again at any time. */

if (process.argv.includes('--help')) {
  process.stdout.write(`Usage: npm run remap

Derives the patients who were last derived under older rules, in small transactions beside the running mapper, and
publishes what changes. Stop it with Ctrl-C and begin again at any time: it goes on with who is left.
`);
} else {
  await withMapper('remap', async ({ outbox, patients, rulesOrdinal }) => {
    const step = patients.deriveAgain.bind(patients);
    const seen = await walkPatients(outbox, derivedBefore(rulesOrdinal), step, { onProgress: reportProgress });
    process.stdout.write(`${seen} patients derived under the present rules\n`);
    return 0;
  });
}
