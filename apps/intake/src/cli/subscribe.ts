import { runSubscribe } from '../fhir/subscribe.js';

process.exitCode = await runSubscribe(process.argv.slice(2));
