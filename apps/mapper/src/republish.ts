import { parseArgs } from 'node:util';
import { everybody, walkPatients, type NextPatients } from './patient-walk.js';
import { reportProgress, withMapper } from './offline-mapper.js';

/** `npm run republish`: for a new consumer, or one that was restored from a back-up. */

const help = `Usage: npm run republish -- --patient KEY | --all

Publishes the present state of patients again, retracted records and outcomes included, each under a new revision.

  --patient KEY  One patient, by the key of its records on Kafka (never a patient identifier).
  --all          Everybody.
`;

const { values } = parseArgs({
  options: { patient: { type: 'string' }, all: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
});

if (values.help === true) process.stdout.write(help);
else if ((values.patient === undefined) === (values.all !== true)) {
  process.stderr.write(`Say either --patient KEY or --all.\n\n${help}`);
  process.exitCode = 2;
} else {
  const next: NextPatients = values.patient === undefined ? everybody : only(values.patient);
  await withMapper('republish', async ({ outbox, patients }) => {
    const step = patients.republish.bind(patients);
    const seen = await walkPatients(outbox, next, step, { onProgress: reportProgress });
    process.stdout.write(`${seen} patients published again\n`);
    return seen === 0 ? 1 : 0;
  });
}

function only(patient: string): NextPatients {
  return async (manager, after) => {
    const known: unknown[] = await manager.query(`SELECT FROM patients WHERE patient_key = $1`, [patient]);
    return known.length === 1 && after === '' ? [patient] : [];
  };
}
