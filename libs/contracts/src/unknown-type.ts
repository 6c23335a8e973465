const versioned = /^(?<name>.+)\.v\d+$/;

/** Why a type can't be read: a known name in another version than the known ones, or a type of somebody else's. */
export function refuseType(type: string, known: readonly string[]) {
  const name = nameOf(type);
  return name !== undefined && known.some((other) => nameOf(other) === name)
    ? ({ ok: false, reason: 'unknown-version', detail: 'type: a version that this release does not read' } as const)
    : ({ ok: false, reason: 'unknown-type', detail: 'type: not one that docs/asyncapi.json lists here' } as const);
}

function nameOf(type: string): string | undefined {
  return versioned.exec(type)?.groups?.['name'];
}
