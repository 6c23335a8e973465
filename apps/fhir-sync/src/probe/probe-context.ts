import type { Capabilities } from './capabilities.js';
import { isDone, type Answered, type Asking } from './exchange.js';
import type { About, Findings } from './findings.js';
import type { QuestionId } from './questions.js';
import { storedIn } from './read-answer.js';
import type { Links, Sample, SampleRecord } from './sample-records.js';
import type { WrittenRecords } from './written-records.js';

/** A record of the probe that is on the server. */
export interface SampleThere {
  readonly sample: Sample;
  readonly id: string;
  /** As it was sent last. */
  readonly sent: SampleRecord;
  /** What the server answered to the write. */
  readonly answered: Answered;
}

/** What the probes of one server share. */
export interface ProbeContext {
  readonly asking: Asking;
  readonly capabilities: Capabilities;
  readonly findings: Findings;
  readonly records: WrittenRecords;
  /** A word that no other probe uses: in the ids and identifiers of its records. */
  readonly run: string;
  /** The id of a test patient that the server has already. */
  readonly givenPatient: string | undefined;
  readonly mostEntries: number;
  /** Requests in the burst; 0: none. */
  readonly burst: number;
  readonly wait: (ms: number) => Promise<void>;
  /** Set by the probe that finds or writes the test patient. */
  links: Links | undefined;
  /** By what findings call them. */
  readonly there: Map<string, SampleThere>;
}

export interface Probe {
  /** For the progress: what is being found out. */
  readonly step: string;
  readonly answers: readonly (readonly [QuestionId, About])[];
  /** `test-system`: not for production, as it writes or makes many requests. `test-patient`: and somebody to write about. */
  readonly needs: 'nothing' | 'test-system' | 'test-patient';
  readonly run: (context: ProbeContext) => Promise<void>;
}

/** What is asked of a test patient's records. */
export type PatientProbe = Omit<Probe, 'needs' | 'run'> & {
  readonly run: (context: ProbeContext, links: Links) => Promise<void>;
};

/** @param run is called once the test patient is there */
export function withPatient({ run, ...probe }: PatientProbe): Probe {
  return {
    ...probe,
    needs: 'test-patient',
    run: async (context) => {
      if (context.links !== undefined) await run(context, context.links);
    },
  };
}

export async function readBack({ asking }: Pick<ProbeContext, 'asking'>, type: string, id: string) {
  const answered = await asking.ask({ method: 'GET', path: `${type}/${id}` });
  return { answered, stored: isDone(answered) ? storedIn(answered.body, type) : undefined };
}
