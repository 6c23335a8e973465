import { Counter, Gauge, type Registry } from '@ilium/observability';
import type { Frame } from '@ilium/mllp';

/** Why a connection was closed. */
export type CloseReason =
  /** By the other side. */
  | 'peer'
  | 'idle'
  /** A frame did not end in its time. */
  | 'frame-time-out'
  /** A frame beyond the limit did not end at all. */
  | 'endless-frame'
  | 'unread-answers'
  | 'taker-failed'
  /** It broke. */
  | 'broken'
  /** This service stops. */
  | 'stopping';

/** What became of a frame. */
export type FrameOutcome = 'answered' | 'unanswered' | 'failed';

/** Why a connection did not come about. */
export type RefusedConnection = 'limit' | 'tls';

/** What one door tells Prometheus. */
export interface DoorMetrics {
  opened(): void;
  closed(reason: CloseReason): void;
  refused(reason: RefusedConnection): void;
  received(bytes: number, noiseBytes: number): void;
  waiting(change: 1 | -1): void;
  frame(kind: Frame['kind'], outcome: FrameOutcome): void;
  paused(isPaused: boolean): void;
}

/** The metrics of all doors; call it once per registry. */
export function createMllpMetrics(registry: Registry): (door: string) => DoorMetrics {
  const labelled = <Label extends string>(name: string, help: string, ...labels: readonly Label[]) => ({
    name,
    help,
    labelNames: ['door' as const, ...labels],
    registers: [registry],
  });
  const connections = new Gauge(labelled('ilium_mllp_connections', 'Open connections'));
  const waiting = new Gauge(labelled('ilium_mllp_waiting', 'Frames that are being taken'));
  const paused = new Gauge(labelled('ilium_mllp_paused', '1 while nothing is read'));
  const bytes = new Counter(labelled('ilium_mllp_received_bytes_total', 'Bytes that came'));
  const noise = new Counter(labelled('ilium_mllp_noise_bytes_total', 'Bytes outside frames, dropped'));
  const frames = new Counter(labelled('ilium_mllp_frames_total', 'Frames, by what became of them', 'kind', 'outcome'));
  const refused = new Counter(
    labelled('ilium_mllp_refused_connections_total', 'Connections that did not come about', 'reason'),
  );
  const closed = new Counter(labelled('ilium_mllp_closed_connections_total', 'Connections that ended', 'reason'));
  return (door) => ({
    opened: () => connections.inc({ door }),
    closed: (reason) => {
      connections.dec({ door });
      closed.inc({ door, reason });
    },
    refused: (reason) => refused.inc({ door, reason }),
    received: (count, noiseCount) => {
      bytes.inc({ door }, count);
      if (noiseCount > 0) noise.inc({ door }, noiseCount);
    },
    waiting: (change) => waiting.inc({ door }, change),
    frame: (kind, outcome) => frames.inc({ door, kind, outcome }),
    paused: (isPaused) => paused.set({ door }, isPaused ? 1 : 0),
  });
}
