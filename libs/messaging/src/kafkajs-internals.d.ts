/** The one internal module of kafkajs that is touched, and only the members that are: see kafkajs.ts. */
declare module 'kafkajs/src/network/requestQueue/index.js' {
  interface PushedRequest {
    readonly entry: object & { readonly correlationId: number };
    readonly expectResponse: boolean;
    readonly sendRequest: () => void;
  }
  export default class RequestQueue {
    constructor(options: {
      maxInFlightRequests: number;
      requestTimeout: number;
      enforceRequestTimeout: boolean;
      logger: { debug(message: string): void; warn(message: string): void };
    });
    readonly pending: readonly unknown[];
    readonly throttledUntil: number;
    readonly throttleCheckTimeoutId: unknown;
    scheduleCheckPendingRequests(): void;
    checkPendingRequests(): void;
    maybeThrottle(clientSideThrottleTime: number): void;
    push(request: PushedRequest): void;
    destroy(): void;
  }
}
