import { ExplainedError } from '@ilium/observability';
import type { FeedSurroundings } from './files/command/feed-command.js';

/** What intake's commands work with: its store and its database, without its doors. */
export type OfflineIntake = Pick<FeedSurroundings, 'site' | 'store' | 'feedings' | 'isBusy' | 'fhir'>;

/** Opens intake for a command, beside running instances, and closes it when the command is through. */
export async function withIntake(command: string, work: (intake: OfflineIntake) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await work(open(command));
  } catch (error) {
    if (!(error instanceof ExplainedError)) throw error;
    process.stderr.write(`${command} can't run as intake does. ${error.message}\n`);
    process.exitCode = 2;
  }
}

/** The store comes with intake itself. */
function open(command: string): OfflineIntake {
  throw new ExplainedError(`Intake has no store yet, which ${command} needs.`, 'NO_STORE');
}
