import { canonicalJson } from '@ilium/clinical';

/** One place where two versions of a JSON document differ; what is not there is undefined. */
export interface FieldDifference {
  /** `code.coding[0].display` */
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Lists of different lengths differ as a whole: which of their elements correspond, nobody can say. */
export function fieldDifferences(before: unknown, after: unknown, field = ''): FieldDifference[] {
  if (isSame(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((each, index) => fieldDifferences(each, after[index], `${field}[${index}]`));
  }
  if (isKeyed(before) && isKeyed(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => {
      return fieldDifferences(before[key], after[key], field === '' ? key : `${field}.${key}`);
    });
  }
  return [{ field, before, after }];
}

function isSame(before: unknown, after: unknown): boolean {
  if (before === undefined || after === undefined) return before === after;
  return canonicalJson(before) === canonicalJson(after);
}

function isKeyed(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
