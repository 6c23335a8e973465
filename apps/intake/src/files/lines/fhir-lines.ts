import { fhirTypes } from '@ilium/site';
import { controlIdOfRecord } from '../../fhir/door/arrival.js';
import { FhirDoor, type DoorParts } from '../../fhir/door/fhir-door.js';
import { readBody } from '../../fhir/door/json-body.js';
import { EhrAway } from '../../fhir/ehr/ehr-away.js';
import type { Sender } from '../../fhir/naming/sender.js';
import type { Issue } from '../../fhir/resource/issue.js';
import { StoreAway, type MessageStore, type Taking } from '../../source-messages/source-message.js';
import { asReplay } from '../feeding/as-replay.js';
import { filesDoor, type HandedFate } from '../message-reader.js';

/** FHIR resources, one a line as bulk exports have them; each goes through the FHIR door, as if it were sent by PUT. */

export interface FhirLinesParts {
  readonly parts: DoorParts;
  readonly sender: Sender;
  readonly isBackload: boolean;
}

/** Takes the resource of a line. */
export interface ResourceDoor {
  /** Who is referred to comes first: among lines that are taken together, those of a lower rank are. */
  rankOf(line: Buffer): number;
  /**
   * @param place names the line for ever, for a resource whose version nothing tells
   */
  take(line: Buffer, place: string): Promise<HandedFate>;
}

const resourceType = /"resourceType"\s*:\s*"([A-Za-z]+)"/;
const whereTypesStand = 500;

/** Whether a line holds a resource, by its beginning. */
export function isResource(line: Buffer): boolean {
  return resourceType.test(line.toString('latin1', 0, whereTypesStand));
}

export function fhirLines({ parts, sender, isBackload }: FhirLinesParts): ResourceDoor {
  return {
    rankOf(line) {
      const type = resourceType.exec(line.toString('latin1', 0, whereTypesStand))?.[1];
      const rank = fhirTypes.findIndex((known) => known === type);
      return rank === -1 ? fhirTypes.length : rank;
    },
    take: (line, place) => takeLine(line, place, { parts, sender, isBackload }),
  };
}

async function takeLine(
  line: Buffer,
  place: string,
  { parts, sender, isBackload }: FhirLinesParts,
): Promise<HandedFate> {
  const read = readBody(line);
  if (!read.ok) return { kind: 'refused', ...told([read.issue]), counted: 'not-readable' };
  const { record } = read;
  const type = record.resourceType;
  const listening = new ListeningStore(parts.store, isBackload);
  const door = new FhirDoor({ ...parts, store: listening });
  const entries = [{ record, method: 'PUT', url: type, issues: [] }];
  const controlId = controlIdOfRecord(record, 'PUT', line) || place;
  try {
    const answered = await door.take({ sender, body: line, controlId, type, entries, together: 'one' });
    if (answered.isRefused) {
      return { kind: 'refused', ...told(answered.entries.flatMap(({ issues }) => issues)), counted: undefined };
    }
  } catch (error) {
    if (error instanceof EhrAway) throw new StoreAway('a FHIR server does not answer', { cause: error });
    throw error;
  }
  if (listening.taking === undefined) return { kind: 'skipped' };
  return { kind: listening.taking.fate === 'repeat' ? 'repeated' : 'taken' };
}

/** Hears what the store says of the message, which came in a file and not over HTTP. */
class ListeningStore implements MessageStore {
  taking: Taking | undefined;

  constructor(
    private readonly store: MessageStore,
    private readonly isBackload: boolean,
  ) {}

  async take(message: Parameters<MessageStore['take']>[0]): Promise<Taking> {
    const ofFile = { ...message, door: filesDoor };
    this.taking = await this.store.take(this.isBackload ? asReplay(ofFile) : ofFile);
    return this.taking;
  }

  count(passing: Parameters<MessageStore['count']>[0]): Promise<void> {
    return this.store.count({ ...passing, door: filesDoor });
  }
}

function told(issues: readonly Issue[]) {
  const errors = issues.filter(({ severity }) => severity === 'error');
  const detail = errors.map(({ expression = '', diagnostics }) => `${expression}: ${diagnostics}`).join('; ');
  return { reason: errors[0]?.code ?? 'invalid', detail };
}
