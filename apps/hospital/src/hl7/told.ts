import type { ProcedureEvent } from '@ilium/contracts';

/** An event of one type, as the hospital tells it. */
export type Told<Type extends ProcedureEvent['type']> = Extract<ProcedureEvent, { readonly type: Type }>['data'];

/** What a message says, before its header. */
export interface Body {
  /** MSH-9: type, trigger event, structure. */
  readonly type: readonly [string, string, string];
  readonly version: '2.5.1' | '2.7.1';
  readonly segments: readonly string[];
}

/** When it was said; the hospital's events always say it. */
export function saidAt({ version: { eventTime } }: { readonly version: { readonly eventTime?: string | undefined } }) {
  return eventTime ?? '';
}
