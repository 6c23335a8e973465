import { MllpClient } from '@ilium/mllp';
import { expectedFindings } from './framer-model.js';
import type { FuzzTarget } from './fuzz-target.js';
import { fuzzedFrameBytes, type FuzzedListener } from './fuzzed-listener.js';
import { HostileConnection } from './hostile-connection.js';

/** A sound client is answered in this time while a hostile connection is open. */
const soundAnswerMs = 2_000;
const hostileEndMs = 20_000;

/** A sound client on a fuzzed listener; hostile connections come and go. */
export class ListenerTrial {
  readonly #target: FuzzTarget;
  readonly #listener: FuzzedListener;
  #client: MllpClient | undefined;
  #sent = 0;

  constructor(target: FuzzTarget, listener: FuzzedListener) {
    this.#target = target;
    this.#listener = listener;
  }

  /** Lets the chunks loose; what is wrong with what happened, undefined where nothing is. */
  async run(chunks: readonly Buffer[]): Promise<string | undefined> {
    const hostile = new HostileConnection(this.#listener.port);
    const half = Math.floor(chunks.length / 2);
    await hostile.send(chunks.slice(0, half));
    const sound = this.#askSoundly();
    await hostile.send(chunks.slice(half));
    const unanswered = await sound;
    if (unanswered !== undefined) return unanswered;
    const answers = await hostile.end(hostileEndMs).catch((error: unknown) => String(error));
    return typeof answers === 'string' ? answers : this.#differs(chunks, answers);
  }

  stop(): void {
    this.#client?.destroy();
  }

  async #askSoundly(): Promise<string | undefined> {
    this.#sent += 1;
    try {
      this.#client ??= await MllpClient.connect({ port: this.#listener.port, answerMs: soundAnswerMs });
      await this.#client.send(this.#target.soundMessage(`SOUND-${this.#sent}`));
      return undefined;
    } catch (error) {
      this.#client = undefined;
      return `a sound client is not answered: ${String(error)}`;
    }
  }

  #differs(chunks: readonly Buffer[], answers: readonly Buffer[]): string | undefined {
    const { answersTo } = this.#target;
    if (answersTo === undefined) return undefined;
    const limits = { frameBytes: fuzzedFrameBytes, firstBytes: 4_096 };
    const findings = expectedFindings(Buffer.concat(chunks), limits);
    const expected = answersTo(findings.flatMap((finding) => (finding.kind === 'endless' ? [] : [finding])));
    const wrong = expected.findIndex((answer, index) => answers[index]?.equals(answer) !== true);
    if (wrong !== -1) return `answer ${wrong + 1} of ${expected.length} is missing or another one`;
    return answers.length === expected.length ? undefined : `${answers.length} answers, expected ${expected.length}`;
  }
}
