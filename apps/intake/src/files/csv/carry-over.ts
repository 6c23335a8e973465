import type { CsvMap } from '@ilium/site';
import type { CsvColumns } from './csv-columns.js';

/** Fills what only the first of several rows of one thing says; returns the same cells where there is nothing to fill. */
export type CarryOver = (cells: readonly string[]) => readonly string[];

export function carryOver({ carry }: CsvMap, columns: CsvColumns): CarryOver {
  if (carry === undefined) return (cells) => cells;
  const by = carry.by.map((name) => columns.place(name));
  const places = carry.columns.map((name) => columns.place(name));
  let key = '';
  let kept = new Map<number, string>();
  return (cells) => {
    const own = JSON.stringify(by.map((place) => cells[place]));
    if (own !== key) [key, kept] = [own, new Map()];
    const empty = places.filter((place) => cells[place] === '' && kept.has(place));
    for (const place of places) {
      const cell = cells[place];
      if (cell !== undefined && cell !== '') kept.set(place, cell);
    }
    return empty.length === 0
      ? cells
      : cells.map((cell, place) => (empty.includes(place) ? (kept.get(place) ?? cell) : cell));
  };
}
