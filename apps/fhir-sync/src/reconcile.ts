import { runReconcile } from './reconcile-command.js';

// A reader such as `head` closes the pipe when it has seen enough.
process.stdout.on('error', (error) => process.exit('code' in error && error.code === 'EPIPE' ? 0 : 2));

// The first argument is the name of the command, as `npm run site` hands it over.
const args = process.argv.slice(2).filter((argument, index) => index > 0 || argument !== 'reconcile');

process.exitCode = await runReconcile(args, {
  print: (line) => process.stdout.write(`${line}\n`),
  progress: (line) => process.stderr.write(`${line}\n`),
  variable: (name) => process.env[name],
});
