import type { AwayReason, Part } from '@ilium/contracts';
import type { z } from 'zod';

/** A question to another service: its address, the path and what the answer must look like. */
export interface Question<T> {
  readonly base: string;
  readonly path: string;
  readonly answer: z.ZodType<T>;
  /** Where it asks for one. */
  readonly token?: string | undefined;
}

/** Longer than any healthy answer takes, shorter than a person waits. */
const answerWithinMs = 2_000;

/** Asks another service over HTTP; a service that doesn't answer as agreed is away, which is no error. */
export async function ask<T>({ base, path, answer, token }: Question<T>, withinMs = answerWithinMs): Promise<Part<T>> {
  try {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const signal = AbortSignal.timeout(withinMs);
    const response = await fetch(`${base.replace(/\/+$/, '')}${path}`, { headers, signal });
    if (!response.ok) {
      await response.body?.cancel();
      return away('error');
    }
    const parsed = answer.safeParse(await response.json());
    return parsed.success ? { state: 'here', data: parsed.data } : away('unreadable');
  } catch (error) {
    return away(reasonOf(error));
  }
}

function away(reason: AwayReason): { readonly state: 'away'; readonly reason: AwayReason } {
  return { state: 'away', reason };
}

/** By name: what `fetch` throws is made in several places, and not always of this realm's classes. */
const reasons: Readonly<Record<string, AwayReason>> = { SyntaxError: 'unreadable', TimeoutError: 'no-answer-in-time' };

function reasonOf(error: unknown): AwayReason {
  const name = typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
  return reasons[name] ?? 'unreachable';
}

/** Both answers together, or the reason of the first that is missing. */
export function both<A, B, R>(a: Part<A>, b: Part<B>, join: (a: A, b: B) => R): Part<R> {
  if (a.state === 'away') return a;
  if (b.state === 'away') return b;
  return { state: 'here', data: join(a.data, b.data) };
}
