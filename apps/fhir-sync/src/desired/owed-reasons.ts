/** Why a record that is there comes again: what it is owed, and could not be told with it. Its own content does not change. */
export const provenanceMissing = 'provenance-missing';
export const encounterMissing = 'encounter-not-found';
/** It names the target's own record by identifier only, which was found since. */
export const referenceFound = 'reference-found';
