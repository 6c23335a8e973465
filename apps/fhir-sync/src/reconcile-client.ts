import { z } from 'zod';
import {
  reconciliationFindings,
  reconciliationStatus,
  type ReconciliationStatus,
  type ShownFinding,
} from './reconciliation/status.js';

/** fhir-sync did not do what it was asked for; the message says why, and what to do. */
export class ReconcileError extends Error {
  override readonly name = 'ReconcileError';
}

const problem = z.object({
  message: z.union([z.string(), z.array(z.string())]).optional(),
  detail: z.string().optional(),
});
const timeoutMs = 30_000;

/** The HTTP API of fhir-sync, as far as reconciling needs it. */
export class ReconcileClient {
  constructor(
    private readonly url: string,
    private readonly token: string | undefined,
  ) {}

  async begin(request: { target?: string; from: string; to: string; repair: boolean }): Promise<ReconciliationStatus> {
    return reconciliationStatus.parse(await this.#ask('', { method: 'POST', body: JSON.stringify(request) }));
  }

  async status(id: string): Promise<ReconciliationStatus> {
    return reconciliationStatus.parse(await this.#ask(`/${id}`));
  }

  /** Page by page: there may be more than fit into memory. */
  async *findings(id: string): AsyncGenerator<ShownFinding> {
    let after: string | null = '';
    while (after !== null) {
      const query: string = after === '' ? '' : `&after=${encodeURIComponent(after)}`;
      const page: z.output<typeof reconciliationFindings> = reconciliationFindings.parse(
        await this.#ask(`/${id}/findings?limit=500${query}`),
      );
      yield* page.findings;
      after = page.after;
    }
  }

  async #ask(path: string, request: { method: string; body?: string } = { method: 'GET' }): Promise<unknown> {
    const headers: Record<string, string> = {
      ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const signal = AbortSignal.timeout(timeoutMs);
    let response: Response;
    try {
      response = await fetch(`${this.url}/v1/reconciliations${path}`, { ...request, headers, signal });
    } catch {
      throw new ReconcileError(
        `fhir-sync does not answer at ${this.url}. Start it, or set FHIR_SYNC_URL to its address.`,
      );
    }
    const body: unknown = await response.json().catch(() => undefined);
    if (response.ok) return body;
    if (response.status === 401)
      throw new ReconcileError('fhir-sync wants a token: set API_TOKEN (or FHIR_SYNC_TOKEN) to its API_TOKEN.');
    const { message, detail } = problem.safeParse(body).data ?? {};
    const said = detail ?? (Array.isArray(message) ? message.join(' ') : message);
    throw new ReconcileError(`fhir-sync refused (${response.status}): ${said ?? 'it says nothing of why'}`);
  }
}
