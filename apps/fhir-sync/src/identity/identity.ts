import { z } from 'zod';

/** Who a Patient is, as far as it is compared. What is not there says nothing. */
export interface Identity {
  /** A FHIR date: a year, a month or a day. */
  readonly birthDate?: string;
  /** FHIR R4, administrative-gender, without `unknown`. */
  readonly gender?: string;
  /** Of all its names, former ones too. */
  readonly families: readonly string[];
}

/** Each element by itself: one that can't be read takes nothing from the others. */
const patient = z.object({
  birthDate: z
    .string()
    .regex(/^\d{4}(-\d\d(-\d\d)?)?$/)
    .optional()
    .catch(undefined),
  gender: z.enum(['male', 'female', 'other']).optional().catch(undefined),
  name: z.array(z.object({ family: z.string().optional().catch(undefined) }).catch({})).catch([]),
});

const nobody: Identity = { families: [] };

/** Of a record of ours, or of what a server answers. */
export function identityOf(resource: unknown): Identity {
  const read = patient.safeParse(resource);
  if (!read.success) return nobody;
  const { birthDate, gender, name } = read.data;
  return {
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(gender === undefined ? {} : { gender }),
    families: name.flatMap(({ family }) => family ?? []),
  };
}

/** What is known of somebody after something more was said: what it leaves out is still known. */
export function rememberedIdentity(known: Identity, said: Identity): Identity {
  return { ...known, ...said, families: said.families.length === 0 ? known.families : said.families };
}
