import {
  ageBands,
  agentsGiven,
  epiduralApproaches,
  guidanceModalities,
  intents,
  measureCodes,
  measureFamilies,
  painLocations,
  priorTreatments,
  procedureTypes,
  recalls,
  sessionSides,
  sexes,
  siteName,
  spinalRegions,
  steroids,
} from '@ilium/contracts';
import { z } from 'zod';
import { once } from './once.js';

/** What patients and sessions are told apart by, besides what was given and why. */
const strata = {
  sides: oneOf(sessionSides).describe('Only sessions of these sides.'),
  region: oneOf(spinalRegions).describe('Only sessions in this region of the spine.'),
  approach: oneOf(epiduralApproaches).describe('Only epidurals by this approach.'),
  ageBand: oneOf(ageBands).describe('Only patients of this age at the session.'),
  sex: oneOf(sexes).describe('Only patients of this sex.'),
  guidance: oneOf(guidanceModalities).describe('Only sessions guided by this imaging.'),
  steroid: oneOf(steroids).describe('Only sessions with this steroid.'),
  priorTreatment: oneOf(priorTreatments).describe('Only where this was tried before.'),
};

export const strataNames = Object.keys(strata) as readonly (keyof typeof strata)[];

const siteError = once('the name of a site, as the dimensions have it');

/** What statistics may be asked of. Each parameter narrows; without any, everything is counted. */
const filters = {
  procedureType: oneOf(procedureTypes).describe('Only this type of procedure.'),
  family: oneOf(measureFamilies).describe('Only measures of this family.'),
  measure: oneOf(measureCodes).describe('Only this measure.'),
  painLocation: oneOf([...painLocations, 'none']).describe('Only scores of pain there; `none`: that say no location.'),
  recall: oneOf([...recalls, 'none']).describe('Only scores with this recall period; `none`: that say none.'),
  window: z
    .string('Give it once.')
    .regex(/^[A-Z0-9]{1,10}$/, 'Allowed: the name of a window, for example W2, M3, Y1 or 24H.')
    .optional()
    .describe('Only this follow-up window: W2, M3, Y1 …'),
  agents: listOf(agentsGiven).describe('Only sessions where these were given into the target; several by commas.'),
  intent: listOf(intents).describe('Only sessions meant for this; several by commas.'),
  of: z
    .enum(['treatments', 'patients'], once('treatments, patients'))
    .default('treatments')
    .describe("Of all treatments, or of patients: of each one's first of its type in a year."),
  firstOrRepeat: oneOf(['first', 'repeat']).describe(
    "Only patients' first treatments of their type in a year, or only further ones.",
  ),
  site: z
    .string(siteError)
    .regex(siteName, siteError)
    .optional()
    .describe('Only sessions at this site: the dimensions name them.'),
  from: period().describe(
    'From this month (`2026-03`) or year on: of the session. One that is told by its year alone is in if all of that year is.',
  ),
  to: period().describe(
    'Up to this month or year, itself included; the same holds of a session that is told by its year.',
  ),
  ...strata,
};

/** The parameters of a question, with those that not every one has. */
export function selectionWith<const Own extends z.ZodRawShape>(own: Own) {
  const allowed = { ...filters, ...own };
  return z.strictObject(allowed, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `There is no parameter ${issue.keys.join(', ')}. Allowed: ${Object.keys(allowed).join(', ')}.`
        : undefined,
  });
}

export const selection = selectionWith({});
export type Selection = z.output<typeof selection>;

/** Why a selection can't be answered, though each parameter for itself is right; undefined where it can. */
export function contradictionIn({
  from,
  to,
  of,
  firstOrRepeat,
}: Pick<Selection, 'from' | 'to'> & Partial<Pick<Selection, 'of' | 'firstOrRepeat'>>): string | undefined {
  if (of === 'patients' && firstOrRepeat === 'repeat')
    return 'of, firstOrRepeat: of patients the first treatments are counted. Ask of treatments.';
  if (from !== undefined && to !== undefined && from.slice(0, to.length) > to) {
    return 'from: it lies after to. Exchange the two.';
  }
  return undefined;
}

function oneOf<const Values extends readonly string[]>(values: Values) {
  return z.enum(values, once(values.join(', '))).optional();
}

/** Several by commas. */
function listOf<const Values extends readonly string[]>(values: Values) {
  const error = `Allowed, several by commas: ${values.join(', ')}.`;
  return z
    .string({ error })
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(values, { error }), { error }))
    .optional();
}

function period() {
  const error = 'Allowed, once: a month, for example 2026-03, or a year.';
  return z
    .string({ error })
    .regex(/^\d{4}(-(0[1-9]|1[0-2]))?$/, { error })
    .optional();
}
