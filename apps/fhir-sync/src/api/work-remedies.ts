import type { HeldReason } from '../desired/held-reasons.js';
import type { WorkState } from './work.schema.js';

/** What a person can do about records that don't go on by themselves, in words for that person. */
const byState: Readonly<Record<Exclude<WorkState, 'waiting'>, string>> = {
  refused:
    'The target does not take it; `outcome` says why. Have it mended in the source, which makes a new revision, or have the target mended and settle it as `send-again`. Entered there by hand, it is `done`.',
  'outcome-unknown':
    'It may be at the target already. Look there: it is `found` at its place, `send-again` where it is not there, `done` where somebody has entered it by hand.',
  'by-hand': 'The target takes no correction of it from us. Correct it there by hand, and settle it as `done`.',
  'overlay-suspected':
    'The source says another family name and another date of birth of this number than before. Where that is right, settle it as `right-patient`; where it is not, have it mended in the source first.',
};

const changedThere =
  'Somebody changed at the target what is ours; `outcome` names the elements. Settled as `done`, theirs stays; as `send-again`, ours goes over it.';

const byHeldReason: Readonly<Record<HeldReason, string>> = {
  'identity-mismatch':
    'The chart that the number leads to differs from what the source says of this patient; `outcome` names the elements. Have the wrong side mended: it goes on by itself within five minutes. Where both are right and it is the same person, settle it as `right-patient`, with this `comparison`.',
  'overlay-suspected':
    'The number of its patient seems to be somebody else’s now. The Patient named in `patient` stands in this list as well: when that one is settled, this record goes on.',
  'patient-ambiguous':
    'Several Patients of the target have the number of its patient. Have them merged there, or the number taken from the wrong one: it goes on by itself within five minutes.',
  'no-session':
    'It belongs to no session that is known. Have the procedure recorded in the source, or the day or the patient of this record corrected: it goes out with its session.',
};

export function remedyOf({ state, reason }: { readonly state: WorkState; readonly reason: string | null }): string {
  if (state === 'waiting') return isHeldReason(reason) ? byHeldReason[reason] : '';
  return reason === 'changed-there' ? changedThere : byState[state];
}

function isHeldReason(reason: string | null): reason is HeldReason {
  return reason !== null && reason in byHeldReason;
}
