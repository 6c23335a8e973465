import { createHash } from 'node:crypto';
import type { DesiredResource } from '@ilium/contracts';
import type { DocumentContent } from './document-content.js';
import type { DocumentSettings } from './document-settings.js';
import type { DocumentDraft } from './document-draft.js';
import { plainText } from './plain-text.js';
import { portableDocument } from './portable-document.js';

/** Epoch of what has no time. */
const noTime = new Date(0);

export function toDocumentReference(draft: DocumentDraft, digest: string, { base }: DocumentSettings): DesiredResource {
  const { id, kind, patient, isOver, content } = draft;
  return {
    resourceType: 'DocumentReference',
    id,
    meta: {
      profile: ['http://hl7.org/fhir/us/core/StructureDefinition/us-core-documentreference'],
      tag: [{ system: `${base}/CodeSystem/tag`, code: 'ilium' }],
    },
    language: 'en',
    // R4: "specific to this version of the document". The search parameter `identifier` finds it by this as well.
    masterIdentifier: { system: `${base}/document-version`, value: `${id}.${digest}` },
    identifier: [{ system: `${base}/document`, value: id }],
    status: isOver ? 'entered-in-error' : 'current',
    ...kind,
    ...(patient === undefined ? {} : { subject: { type: 'Patient', identifier: patient } }),
    author: [{ type: 'Device', identifier: { system: `${base}/device`, value: 'ilium' }, display: 'Ilium' }],
    description: content.title,
    content: attachmentsOf(draft),
    ...contextOf(draft),
  };
}

function contextOf({ visit, period }: DocumentDraft) {
  if (visit === undefined && period === undefined) return {};
  return {
    context: {
      ...(visit === undefined ? {} : { encounter: [{ type: 'Encounter', identifier: visit }] }),
      ...(period === undefined ? {} : { period }),
    },
  };
}

/** The same twice: text for those who search and copy, PDF for those who read and print. */
function attachmentsOf({ id, content, revision, period }: DocumentDraft) {
  const text = Buffer.from(plainText(content, id, revision), 'utf8');
  const about = period?.start === undefined ? noTime : new Date(period.start);
  const pdf = portableDocument(content, id, revision, about);
  return [attachment('text/plain; charset=UTF-8', text, content), attachment('application/pdf', pdf, content)];
}

function attachment(contentType: string, bytes: Buffer, { title }: DocumentContent) {
  return {
    attachment: {
      contentType,
      language: 'en',
      data: bytes.toString('base64'),
      size: bytes.length,
      // R4 wants SHA-1, of the bytes before base64.
      hash: createHash('sha1').update(bytes).digest('base64'),
      title,
    },
  };
}
