import { bundleRules } from './bundles.js';
import { codeRules } from './codes.js';
import { formats } from './formats.js';
import { invariants } from './invariants.js';
import { referenceTargets } from './reference-targets.js';
import { referenceRules } from './references.js';
import { requiredElements } from './required-elements.js';
import type { Rule } from './rule.js';

/** Every rule that a record of ours has to keep. What US Core only wants supported: `supportedElements`. */
export const conformanceRules: readonly Rule[] = [
  ...requiredElements,
  ...codeRules,
  ...referenceTargets,
  ...referenceRules,
  ...invariants,
  ...formats,
  ...bundleRules,
];
