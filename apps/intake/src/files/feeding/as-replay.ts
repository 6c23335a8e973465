import type { EventDraft, SourceMessage } from '../../source-messages/source-message.js';

/** A message of an archive: what it says yields to all that came live of the same thing. */
export function asReplay(message: SourceMessage): SourceMessage {
  return { ...message, events: message.events.map(asReplayed) };
}

function asReplayed(event: EventDraft): EventDraft {
  const { data } = event;
  const version = 'version' in data && typeof data.version === 'object' ? data.version : {};
  return { ...event, data: { ...data, version: { ...version, replay: true } } };
}
