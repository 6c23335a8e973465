import type { Draft } from '../read/draft.js';
import { scoreMessage } from './score-message.js';
import type { Envelope } from './standing.js';
import { summaryMessage } from './summary-message.js';
import type { WriterSettings } from './writer-settings.js';

/** A draft as the text of a message, segments ended by CR. @throws NotWritable */
export function messageOf(draft: Draft, envelope: Envelope, settings: WriterSettings): string {
  switch (draft.kind) {
    case 'score':
      return scoreMessage(draft, envelope, settings);
    case 'summary':
      return summaryMessage(draft, envelope, settings);
  }
}
