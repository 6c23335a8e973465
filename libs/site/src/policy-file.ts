import type { Policy } from '@ilium/clinical';
import { z } from 'zod';
import { readYamlFile, type SourceFile } from './yaml-file.js';

/** A file of `config/policies`: one payer's documentation rules, with their dates and who compared them with the payer's text. */
export const policyFile = z.strictObject({
  name: z.string().min(1).max(200),
  payer: z.string().min(1).max(200),
  effectiveFrom: z.iso.date(),
  effectiveTo: z.iso.date().exactOptional(),
  verifiedBy: z.string().min(1).max(200).exactOptional().describe('Without it and a day the policy is never active.'),
  verifiedOn: z.iso.date().exactOptional(),
});

export const publishedPolicyFile = z.toJSONSchema(policyFile, { io: 'input' });

/** One that nobody has verified is read as well: it is shown, and `clinical` never lets it answer. */
export function readPolicy(source: SourceFile): Policy {
  const { content, refuse } = readYamlFile(source, policyFile, publishedPolicyFile);
  const { effectiveFrom, effectiveTo = effectiveFrom } = content;
  refuse(effectiveTo < effectiveFrom ? [{ path: ['effectiveTo'], message: 'a day before effectiveFrom' }] : []);
  return content;
}
