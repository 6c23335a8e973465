interface Referring {
  readonly key: string;
  readonly refersTo: readonly string[];
}

/** Groups records so that what refers to each other, directly or through others, is together. Keeps the order of appearance. */
export function components<Item extends Referring>(records: readonly Item[]): Item[][] {
  const parent = new Map(records.map(({ key }) => [key, key]));
  const root = (key: string): string => {
    let at = key;
    for (let above = parent.get(at); above !== undefined && above !== at; above = parent.get(at)) {
      parent.set(at, parent.get(above) ?? above);
      at = above;
    }
    return at;
  };
  for (const { key, refersTo } of records) {
    for (const other of refersTo) if (parent.has(other)) parent.set(root(other), root(key));
  }
  return [...Map.groupBy(records, ({ key }) => root(key)).values()];
}

/** Orders records so that each comes after those it refers to. (References in a circle keep some order.) */
export function referredFirst<Item extends Referring>(records: readonly Item[]): Item[] {
  const byKey = new Map(records.map((record) => [record.key, record]));
  const ordered = new Set<Item>();
  const begun = new Set<string>();
  const place = (record: Item): void => {
    if (begun.has(record.key)) return;
    begun.add(record.key);
    for (const other of record.refersTo) {
      const referred = byKey.get(other);
      if (referred !== undefined) place(referred);
    }
    ordered.add(record);
  };
  for (const record of records) place(record);
  return [...ordered];
}

export interface Parted<Item> {
  readonly ready: Item[];
  readonly held: Item[];
}

/** Parts what may go in one transaction from what refers to a record that is neither on the server nor going along. */
export function partByReferences<Item extends Referring>(
  records: readonly Item[],
  isThere: (key: string) => boolean,
): Parted<Item> {
  const going = new Map(records.map((record) => [record.key, record]));
  const held: Item[] = [];
  for (let before = -1; before !== held.length;) {
    before = held.length;
    for (const record of going.values()) {
      if (record.refersTo.every((key) => going.has(key) || isThere(key))) continue;
      going.delete(record.key);
      held.push(record);
    }
  }
  return { ready: [...going.values()], held };
}
