/** A FHIR resource as JSON: the server looks only into the elements that its tables name. */
export interface Resource {
  readonly resourceType: string;
  readonly id?: string;
  readonly meta?: Readonly<Record<string, unknown>>;
  readonly [element: string]: unknown;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * All values at a path of elements, arrays flattened: `agent.who`. A last element that ends in `[x]` is a choice:
 * `medication[x]` is found as `medicationReference` or `medicationCodeableConcept`.
 */
export function valuesAt(root: unknown, path: string): readonly unknown[] {
  let values: unknown[] = [root];
  for (const element of path.split('.')) {
    values = values.flatMap((value) => (isObject(value) ? elementOf(value, element) : []));
  }
  return values;
}

function elementOf(parent: JsonObject, element: string): unknown[] {
  const found = element.endsWith('[x]') ? choiceOf(parent, element.slice(0, -'[x]'.length)) : parent[element];
  if (found === undefined || found === null) return [];
  return Array.isArray(found) ? found : [found];
}

function choiceOf(parent: JsonObject, stem: string): unknown {
  const name = Object.keys(parent).find((key) => key.startsWith(stem) && /^[A-Z]/.test(key.slice(stem.length)));
  return name === undefined ? undefined : parent[name];
}
