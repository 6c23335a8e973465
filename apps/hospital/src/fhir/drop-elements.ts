import { isObject, type JsonObject, type Resource } from './resource.js';

/** The resource without the elements at these paths (`Procedure.performer.function`); itself where it has none of them. */
export function dropElements(resource: Resource, paths: readonly string[]): Resource {
  return paths.reduce((rest, path) => {
    const [type, ...elements] = path.split('.');
    if (type !== rest.resourceType) return rest;
    const without = withoutElement(rest, elements);
    return without === rest ? rest : { ...without, resourceType: rest.resourceType };
  }, resource);
}

function withoutElement(parent: JsonObject, [element = '', ...more]: readonly string[]): JsonObject {
  const name = element.endsWith('[x]') ? choiceIn(parent, element.slice(0, -'[x]'.length)) : element;
  const value = parent[name];
  if (value === undefined) return parent;
  const { [name]: _dropped, ...others } = parent;
  if (more.length === 0) return others;
  const rest = Array.isArray(value) ? restOfList(value, more) : isObject(value) ? restOfObject(value, more) : value;
  if (rest === value) return parent;
  return rest === undefined ? others : { ...parent, [name]: rest };
}

function choiceIn(parent: JsonObject, stem: string): string {
  return Object.keys(parent).find((key) => key.startsWith(stem) && /^[A-Z]/.test(key.slice(stem.length))) ?? stem;
}

/** R4 knows no empty objects and lists: what has lost its last element goes with it. */
function restOfObject(value: JsonObject, path: readonly string[]): JsonObject | undefined {
  const rest = withoutElement(value, path);
  return Object.keys(rest).length === 0 ? undefined : rest;
}

function restOfList(values: readonly unknown[], path: readonly string[]): readonly unknown[] | undefined {
  const rest = values.map((value) => (isObject(value) ? restOfObject(value, path) : value));
  if (rest.every((value, place) => value === values[place])) return values;
  const left = rest.filter((value) => value !== undefined);
  return left.length === 0 ? undefined : left;
}
