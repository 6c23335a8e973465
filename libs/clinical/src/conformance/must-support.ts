import { has } from './elements.js';
import { claims } from './formats.js';
import { usCoreVersions, type CheckedRecord, type Profile, type UsCoreVersion } from './rule.js';

/** A row of what US Core wants a sender to be able to say: where it knows it, not in every record. */
export interface SupportedElement {
  readonly profile: Profile;
  /** One of them is enough. */
  readonly anyOf: readonly string[];
  readonly versions: readonly UsCoreVersion[];
  /** Must Support, or an "additional USCDI requirement", which US Core states beside it. */
  readonly as: 'must support' | 'additional USCDI';
}

const from7: readonly UsCoreVersion[] = ['7.0.0', '8.0.0', '9.0.0'];
const from8: readonly UsCoreVersion[] = ['8.0.0', '9.0.0'];

function mustSupport(profile: Profile, elements: string, versions: readonly UsCoreVersion[] = usCoreVersions) {
  return elements
    .split(' ')
    .map((element): SupportedElement => ({ profile, anyOf: [element], versions, as: 'must support' }));
}

export const supportedElements: readonly SupportedElement[] = [
  ...mustSupport('us-core-procedure', 'status code subject performed[x]'),
  ...mustSupport('us-core-procedure', 'encounter', from7),
  {
    profile: 'us-core-procedure',
    anyOf: ['reasonCode', 'reasonReference'],
    versions: from7,
    as: 'additional USCDI',
  },
  { profile: 'us-core-procedure', anyOf: ['basedOn'], versions: from7, as: 'additional USCDI' },
  { profile: 'us-core-procedure', anyOf: ['performer'], versions: from8, as: 'additional USCDI' },
  ...mustSupport(
    'us-core-observation-screening-assessment',
    'status category code subject effective[x] performer value[x] dataAbsentReason hasMember derivedFrom',
  ),
  ...mustSupport('us-core-simple-observation', 'status category code subject effective[x] performer value[x]'),
];

/**
 * What none of these records says of what US Core wants supported. Information, not a failure: a record that lacks such an
 * element conforms. Profiles that no record claims are left out.
 */
export function unseenSupport(
  records: readonly CheckedRecord[],
  options: { readonly profileVersion?: UsCoreVersion } = {},
): readonly SupportedElement[] {
  const { profileVersion } = options;
  return supportedElements.filter(({ profile, anyOf, versions }) => {
    if (profileVersion !== undefined && !versions.includes(profileVersion)) return false;
    const claiming = records.filter((record) => claims(record, profile));
    return claiming.length > 0 && !claiming.some((record) => anyOf.some((element) => has(record, element)));
  });
}
