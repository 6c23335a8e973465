import { hash } from 'node:crypto';
import { derive, factsFrom, joinAll, nothingKnown, type Ids } from '@ilium/clinical';
import { parseProcedureEvent, type ProcedureEvent } from '@ilium/contracts';
import type { Site } from '@ilium/site';
import { hilltop, taken } from './hl7-messages.js';

/** What HL7 v2 messages become in the end: records and outcomes. */

const ids: Ids = {
  identify: (parts) => `i${hash('sha256', JSON.stringify(parts), 'hex').slice(0, 32)}`,
  digest: (content) => hash('sha256', content, 'hex').slice(0, 32),
};

/** As intake hands them on: each message has its place in the order of receipt. */
export function eventsOf(messages: readonly string[], site: Site = hilltop): readonly ProcedureEvent[] {
  return messages.flatMap((message, place) =>
    taken(message, site).events.map(({ type, data, time }, index) => {
      const envelope = { specversion: '1.0' as const, id: `${place}-${index}`, source: 'urn:test', type, time, data };
      const read = parseProcedureEvent(envelope);
      if (!read.ok) throw new Error(read.detail);
      return { ...read.event, sequence: String(place + 1) };
    }),
  );
}

export function outputsOf(messages: readonly string[], site: Site = hilltop) {
  return outputsOfEvents(eventsOf(messages, site), site);
}

export function outputsOfEvents(events: readonly ProcedureEvent[], site: Site = hilltop) {
  const facts = joinAll(
    nothingKnown,
    events.map((event) => factsFrom(event, ids)),
  );
  return derive(facts, site.rules, '2026-06-01', ids);
}

type Outputs = ReturnType<typeof outputsOf>;

export const records = (outputs: Outputs, type: string) =>
  outputs.flatMap(({ resources }) =>
    resources.map(({ resource }) => resource).filter((one) => one.resourceType === type),
  );

export const outcomeAt = (outputs: Outputs, measure: string, window: string) =>
  outputs
    .flatMap(({ outcomes }) => outcomes.map(({ observation }) => observation.content))
    .find((content) => 'window' in content && content.measure === measure && content.window === window);

/** The joints that were treated, in words. */
export const sidesOf = (messages: readonly string[], site: Site = hilltop) =>
  records(outputsOf(messages, site), 'Procedure').flatMap((one) =>
    one.resourceType === 'Procedure' ? (one.bodySite ?? []).map(({ text }) => text) : [],
  );
