import { numberOf, type Number } from '../../reading/elements.js';
import { performedOf, type KnownRecord } from '../../reading/records.js';
import type { Session } from '../../reading/sessions.js';
import { summaryLines } from '../../reading/summary-lines.js';
import type { Summary } from './summary.js';

/** A document as it was last put into the queue. */
export interface FiledDocument {
  readonly key: string;
  /** Keys of the records that it spoke of. */
  readonly members: readonly string[];
}

/** A document as it should be; without a summary it should be no more. */
export interface DesiredDocument {
  /** Of the Procedure that it was first filed under: it stays the session's, also when others join it or leave. */
  readonly key: string;
  readonly members: readonly string[];
  readonly summary: Summary | undefined;
}

/**
 * One document for each session of a patient; those of the filed ones that no session is left for are over. `live`: keys of
 * all Procedures that stand, also those that have gone to another patient and take their document with them.
 */
export function documentsOf(
  patient: Number,
  sessions: readonly Session[],
  filed: readonly FiledDocument[],
  live: ReadonlySet<string>,
  timeZone: string,
): readonly DesiredDocument[] {
  const taken = new Set<string>();
  const desired = sessions.map((session) => {
    const keys = keysOf(session.procedures);
    const left = filed.filter(({ key }) => !live.has(key) && !taken.has(key));
    const own = filedFor(keys, filed, left) ?? session.procedures[0].key;
    taken.add(own);
    return { key: own, members: membersOf(session), summary: summaryOf(own, patient, session, timeZone) };
  });
  const over = filed
    .filter(({ key }) => !taken.has(key))
    .map(({ key, members }) => ({ key, members, summary: undefined }));
  return [...desired, ...over];
}

/** Where a session was parted, the document stays with the Procedure that it is filed under; `left`: whose Procedure is gone. */
function filedFor(
  keys: readonly string[],
  filed: readonly FiledDocument[],
  left: readonly FiledDocument[],
): string | undefined {
  const byName = filed.find(({ key }) => keys.includes(key));
  return (byName ?? left.find(({ members }) => members.some((key) => keys.includes(key))))?.key;
}

function membersOf({ procedures, steps, administrations, observations }: Session): readonly string[] {
  return keysOf([...procedures, ...steps, ...administrations, ...observations]);
}

function keysOf(records: readonly Pick<KnownRecord, 'key'>[]): readonly string[] {
  return records.map(({ key }) => key);
}

function summaryOf(key: string, patient: Number, session: Session, timeZone: string): Summary {
  const resources = session.procedures.map(({ resource }) => resource);
  const visit = resources.map(({ encounter }) => numberOf(encounter)).find((one) => one !== undefined);
  const performed = resources
    .map(performedOf)
    .filter((one) => one !== undefined)
    .toSorted()[0];
  const performers = resources.flatMap(({ performer = [] }) => performer.map(({ actor }) => numberOf(actor)));
  return {
    kind: 'summary',
    id: key.slice(key.indexOf('/') + 1),
    patient,
    ...(visit === undefined ? {} : { visit }),
    ...(performed === undefined ? {} : { performed }),
    performers: distinct(performers),
    lines: [...summaryLines(session, timeZone)],
  };
}

function distinct(numbers: readonly (Number | undefined)[]): Number[] {
  const byName = new Map(numbers.map((number) => [JSON.stringify([number?.system, number?.value]), number]));
  return [...byName.values()].filter((number) => number !== undefined);
}
