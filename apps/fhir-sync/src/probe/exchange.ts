/** One request to the server, as it goes over the wire. */
export interface Asked {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the base address; empty for the base itself. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as JSON; undefined where there is none, or none that can be read. */
  readonly body: unknown;
  /** The same request went more than once, and nobody knows whether an earlier one was applied as well. */
  readonly isRepeated: boolean;
}

/** Asks the server. */
export interface Asking {
  /** @throws TargetFault when there was no answer, or none but faults that pass, as often as is polite. */
  ask(asked: Asked): Promise<Answered>;
  /** One try only, whatever comes of it. */
  askOnce(asked: Asked): Promise<Answered>;
}

export const isDone = ({ status }: Pick<Answered, 'status'>): boolean => status >= 200 && status < 300;
