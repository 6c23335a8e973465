import { deliveredTypes, type DeliveredType, type Lane } from '@ilium/site';
import { server, type Findings } from './findings.js';

/** Which lane each type of records should take, by what was found out. */

export interface ProposedLane {
  readonly type: DeliveredType;
  readonly lane: Lane;
  readonly because: string;
  /** Not everything that the lane needs was seen to work. */
  readonly isDeclaredOnly: boolean;
}

export function proposedLanes(findings: Findings): readonly ProposedLane[] {
  return deliveredTypes.map((type) => ({ type, ...laneFor(type, findings) }));
}

type Proposed = Omit<ProposedLane, 'type'>;

function laneFor(type: DeliveredType, findings: Findings): Proposed {
  const obstacle = obstacleTo(type, findings);
  if (hasTransactions(findings) && findings.works('update-create', type) && obstacle === undefined) {
    const isDeclaredOnly = !findings.wasSeen('update-create', type) || !findings.wasSeen('kept', type);
    return { isDeclaredOnly, lane: 'repository', because: repositoryReason(findings) };
  }
  if (findings.is('create', type, 'taken') && obstacle === undefined && findings.works('found-again', type)) {
    const because = `it can be created and found again; ${whyNotRepository(type, findings)}`;
    const isDeclaredOnly = !findings.wasSeen('create', type) || !findings.wasSeen('kept', type);
    return { isDeclaredOnly, lane: 'create-only', because };
  }
  const why = obstacle ?? whyNotWritten(type, findings);
  const document = 'DocumentReference';
  if (findings.is('create', document, 'taken') && !losesMeaning(document, findings)) {
    const isDeclaredOnly = !findings.wasSeen('create', document);
    return { isDeclaredOnly, lane: 'document', because: `${why}; documents are taken` };
  }
  const isDeclaredOnly = !findings.wasSeen('create', type);
  return { isDeclaredOnly, lane: 'none', because: `${why}; documents are not taken either` };
}

function repositoryReason(findings: Findings): string {
  const how = findings.is('transaction', server, 'atomic', 'unclear') ? 'transactions' : 'bundles run as batches';
  return `ids of ours are taken, ${how} too, and nothing that carries meaning is dropped`;
}

function hasTransactions(findings: Findings): boolean {
  return findings.works('transaction', server) || findings.works('batch', server);
}

function losesMeaning(type: string, findings: Findings): boolean {
  return findings.is('kept', type, 'lost-meaning', 'unreadable');
}

/** Why no record of the type may go over FHIR, however it is written: a dropped side is a refusal, not a success. */
function obstacleTo(type: DeliveredType, findings: Findings): string | undefined {
  if (!losesMeaning(type, findings)) return undefined;
  const { result, detail = '' } = findings.of('kept', type) ?? {};
  if (result === 'unreadable') return 'what was written can not be read again';
  return `it is taken and loses ${detail.split(';')[0] ?? ''}, silently`;
}

function whyNotRepository(type: DeliveredType, findings: Findings): string {
  return findings.works('update-create', type)
    ? 'no transactions and no batches are run'
    : 'an id of ours is not taken';
}

function whyNotWritten(type: DeliveredType, findings: Findings): string {
  const { result, detail } = findings.of('create', type) ?? {};
  if (result === 'bare') return `it is refused as Ilium writes it (${detail ?? ''})`;
  if (result === 'without-id') return 'the server does not say under which id it created it';
  if (result === 'taken') return 'it can be created, and not be found again';
  return result === undefined ? 'whether it is taken is not known' : `it can not be created (${detail ?? 'declared'})`;
}
