import type { Policy } from '@ilium/clinical';
import { measureFamilies, procedureTypes } from '@ilium/contracts';
import { z } from 'zod';
import { readYamlFile, type SourceFile } from './yaml-file.js';

const words = z.string().min(1).max(500);
const count = z.int().min(0).max(100);
const percent = z.number().min(0).max(100);
const families = z.array(z.enum(measureFamilies)).min(1).readonly();
const isTrue = z.literal(true);

const span = z
  .strictObject({ months: z.int().min(1).max(120).exactOptional(), weeks: z.int().min(1).max(520).exactOptional() })
  .refine(({ months, weeks }) => months !== undefined || weeks !== undefined, 'months or weeks expected');
const limit = z.strictObject({
  count,
  within: span.exactOptional().describe('Rolling, back from the session; left out: ever.'),
});

const rules = z
  .strictObject({
    mostTherapeutic: limit.exactOptional(),
    mostDiagnostic: limit.exactOptional(),
    betweenTherapeutic: span.exactOptional().describe('At least so long from one therapeutic session to the next.'),
    noDiagnosticAfterTreatment: isTrue.exactOptional(),
    positiveBlock: z
      .strictObject({ atLeastPercent: percent })
      .exactOptional()
      .describe('Treatment follows an earlier diagnostic block with at least this relief.'),
    repeatTherapeutic: z
      .strictObject({ atLeastPercent: percent, lasting: span, anyOf: families })
      .exactOptional()
      .describe('Treatment is repeated only after relief by the earlier one.'),
    guidance: z
      .array(z.enum(['fluoroscopy', 'ct', 'ultrasound']))
      .min(1)
      .readonly()
      .exactOptional(),
    contrast: isTrue.exactOptional().describe('Contrast, given or judged, has to be documented.'),
    baselineScores: families.exactOptional(),
    followUpScores: families.exactOptional(),
    diagnosticModifier: z
      .string()
      .regex(/^[A-Z0-9]{2}$/, 'a modifier of two capital letters or digits expected')
      .exactOptional()
      .describe('What every line of a diagnostic session carries, such as KX.'),
  })
  .describe('What is not said is not asked for.');

/** A file of `config/policies`: one payer's documentation rules, with their dates and who compared them with the payer's text. */
const policyFile = z.strictObject({
  name: z.string().min(1).max(200),
  payer: z.string().min(1).max(200),
  source: words.describe('Where the rules stand, and how sure that is.'),
  effectiveFrom: z.iso.date().describe('By the date of service, as is effectiveTo.'),
  effectiveTo: z.iso.date().exactOptional(),
  verifiedBy: z.string().min(1).max(200).exactOptional().describe('Without it and a day the policy is never active.'),
  verifiedOn: z.iso.date().exactOptional(),
  types: z.array(z.enum(procedureTypes)).min(1).readonly().describe('What it is about; they share its limits.'),
  countBy: z.enum(['session', 'joint']).describe('Whether a visit counts once, or each of its joints for itself.'),
  rules,
  notChecked: z
    .array(words)
    .max(50)
    .readonly()
    .default([])
    .describe('What it asks for besides that no feed tells: shown with every answer, never judged.'),
});

export const publishedPolicyFile = z.toJSONSchema(policyFile, { io: 'input' });

/** One that nobody has verified is read as well: it is shown, and `clinical` never lets it answer. */
export function readPolicy(source: SourceFile): Policy {
  const { content, refuse } = readYamlFile(source, policyFile, publishedPolicyFile);
  const { effectiveFrom, effectiveTo = effectiveFrom } = content;
  refuse(effectiveTo < effectiveFrom ? [{ path: ['effectiveTo'], message: 'a day before effectiveFrom' }] : []);
  return content;
}
