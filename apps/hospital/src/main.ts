import { runCommand } from './command.js';
import { serve } from './serve.js';

// A reader such as `head` closes the pipe when it has seen enough.
process.stdout.on('error', (error) => process.exit('code' in error && error.code === 'EPIPE' ? 0 : 1));

/** With arguments a command about the feed (`--help`), without any the service. */
const args = process.argv.slice(2);
if (args.length > 0) process.exitCode = await runCommand(args);
else await serve();
