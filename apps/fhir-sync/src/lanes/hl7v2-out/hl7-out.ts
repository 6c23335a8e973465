import type { Logger, Registry } from '@ilium/observability';
import type { DataSource } from 'typeorm';
import type { Lanes } from '../../reconcile/lane-run.js';
import { RightPatient } from '../../identity/right-patient.js';
import type { ClaimedRecord } from '../../reconcile/claimed-record.js';
import { handOver, type HandoverParts } from '../hand-over.js';
import { Hl7Metrics } from './hl7-metrics.js';
import type { Hl7OutSettings } from './hl7-out-settings.js';
import { Hl7v2OutLane } from './hl7v2-out-lane.js';
import { ForgottenMessages } from './queue/forgotten-messages.js';
import { SendingQueue } from './queue/sending-queue.js';
import { ToldRecords } from './queue/told-records.js';
import { patientRuns } from './patient-runs.js';
import { Hl7Sender } from './send/sender.js';
import { settlementsOf } from './settlements-of.js';

/** The queue of HL7 v2 messages of a target, and its sender. */
export interface Hl7Out {
  readonly lane: Hl7v2OutLane;
  readonly lanes: Lanes;
  readonly start: () => void;
  readonly stop: () => Promise<unknown>;
}

interface Context {
  readonly dataSource: DataSource;
  readonly logger: Logger;
  readonly metrics: Registry;
}

export function openHl7Out(settings: Hl7OutSettings, context: Context, parts: HandoverParts): Hl7Out {
  const { target, secret, writer } = settings;
  const { dataSource, logger } = context;
  const figures = new Hl7Metrics(context.metrics);
  const told = new ToldRecords(dataSource, target, logger);
  const queue = new SendingQueue(dataSource, target, secret, writer, told);
  const sending = { queue, logger, count: figures.sending, unmatched: figures.unmatched };
  const sender = new Hl7Sender(sending, settings.sender);
  const lane = new Hl7v2OutLane(dataSource, target, writer.timeZone, () => sender.wake(), told);
  figures.watch(() => lane.counts());
  const forgotten = new ForgottenMessages(dataSource, target, settings.keepDays, logger);
  return {
    lane,
    start: () => {
      sender.start();
      forgotten.start();
    },
    stop: async () => {
      await Promise.all([sender.stop(), forgotten.stop()]);
      await told.stop();
    },
    lanes: {
      'hl7v2-out': (records, { lease, identities }) => {
        // Who the receiver's patients are can't be asked: it is told of them by number only.
        const patients = new RightPatient(identities, 'trusted');
        const take = (given: readonly ClaimedRecord[]) => settlementsOf({ lane, patients }, given, parts.patience);
        return patientRuns(records).map((run) => ({
          records: run,
          deliver: () => handOver(parts, lease, run, take),
        }));
      },
    },
  };
}
