/** The part of kafkajs's batch payload that keeps a member in its group. */
interface Member {
  heartbeat(): Promise<void>;
}

export interface Heartbeats {
  /** The group wants to rebalance, or has gone on without us: finish what is begun and take nothing more. */
  readonly interrupted: boolean;
  stop(): void;
}

/** Keeps a member in its group while it works for long. kafkajs sends one only when the last is old enough. */
export function beat(member: Member, intervalMs: number): Heartbeats {
  let interrupted = false;
  const timer = setInterval(() => {
    member.heartbeat().catch(() => {
      interrupted = true;
    });
  }, intervalMs);
  return {
    get interrupted() {
      return interrupted;
    },
    stop: () => clearInterval(timer),
  };
}
