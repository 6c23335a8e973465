import { connect } from 'node:net';
import { StartError } from '../cause.js';

const TIMEOUT_MS = 5_000;

/** Fails unless one of the brokers that were named takes a connection: the client itself would try for long. */
export async function assertAnswers(brokers: string): Promise<void> {
  const answers = await Promise.all(brokers.split(',').map((broker) => answer(broker.trim())));
  const problems = answers.filter((each) => each !== undefined);
  if (problems.length < answers.length) return;
  throw new StartError(
    `No broker that KAFKA_BROKERS names answers: ${problems.join('; ')}\n    Correct it, start that Kafka, or leave KAFKA_BROKERS out to use a local one.`,
  );
}

/** What is wrong with a broker's address; undefined when something listens there. */
function answer(broker: string): Promise<string | undefined> {
  const [host, port] = [broker.replace(/:\d+$/, ''), Number(/:(\d+)$/.exec(broker)?.[1])];
  if (host === broker || port > 65_535) return Promise.resolve(`"${broker}" is not host:port`);
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: TIMEOUT_MS });
    const end = (problem?: string): void => {
      socket.destroy();
      resolve(problem);
    };
    socket.once('connect', () => end());
    socket.once('timeout', () => end(`${broker} does not answer`));
    socket.once('error', (cause) => end(cause.message));
  });
}
