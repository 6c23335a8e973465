/** What a document says, before it is text or PDF. */
export interface DocumentContent {
  readonly title: string;
  /** What it is about, by its labels. */
  readonly facts: readonly (readonly [label: string, said: string])[];
  readonly sections: readonly Section[];
}

export type Section =
  | { readonly heading: string; readonly paragraphs: readonly string[] }
  | { readonly heading: string; readonly items: readonly string[] }
  | { readonly heading: string; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** At the foot of each. */
export const origin = 'Made by Ilium from records of the hospital.';

export function docketOf(id: string, revision: number): string {
  return `Document ${id}, revision ${revision}`;
}
