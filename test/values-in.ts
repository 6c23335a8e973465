/** The version of random UUIDs: others tell when and where they were made. */
export const randomUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Every text in a value, apart from pseudonyms. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return randomUuid.test(value) ? [] : [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

export function numbersIn(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

/** The identifiers in some events, as their sources have them. */
export function identifiersIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'system' in value && 'value' in value ? [String(value.value)] : [];
  return [...own, ...Object.values(value).flatMap(identifiersIn)];
}
