import { appendFileSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { JournalFile } from './journal-file.js';
import { RecordStore } from './record-store.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hospital-'));
  path = join(folder, 'fhir.ndjson');
});
afterEach(() => rmSync(folder, { recursive: true }));

function open(): RecordStore {
  return JournalFile.open(path, (journal) => new RecordStore({ journal }));
}

function write(store: RecordStore, id: string, more: object = {}): void {
  store.atomically(() => store.write(id, { resourceType: 'Patient', identifier: [{ value: id }], ...more }));
}

describe('the journal', () => {
  it('brings every version and the index back, without an orderly end', () => {
    const first = open();
    write(first, 'a');
    write(first, 'a', { active: true });
    write(first, 'b');
    first.atomically(() => first.delete('Patient', 'b'));
    const second = open();
    expect(second.get('Patient', 'a')?.versions).toEqual(first.get('Patient', 'a')?.versions);
    expect(second.get('Patient', 'b')?.versions.at(-1)).toMatchObject({ versionId: 2, json: undefined });
    expect([...second.found('Patient?identifier=a')].map(({ id }) => id)).toEqual(['a']);
    expect(second.found('Patient?identifier=b').size).toBe(0);
  });

  it('drops a line that was cut off, and goes on after it', () => {
    write(open(), 'a');
    write(open(), 'b');
    truncateSync(path, statSync(path).size - 5);
    const cut = open();
    expect([cut.get('Patient', 'a')?.id, cut.get('Patient', 'b')]).toEqual(['a', undefined]);
    write(cut, 'c');
    const again = open();
    expect([...again.all('Patient')].map(({ id }) => id)).toEqual(['a', 'c']);
  });

  it('reads lines that are longer than a piece of the file, and characters on the border of two', () => {
    const store = open();
    const text = 'ü€'.repeat(500_000);
    write(store, 'a', { text });
    write(store, 'b');
    const again = open();
    expect(JSON.parse(again.get('Patient', 'a')?.versions[0]?.json ?? '').text).toBe(text);
    expect(again.get('Patient', 'b')?.id).toBe('b');
  });

  it('leaves no line and no record when a unit of work fails', () => {
    const store = open();
    expect(() =>
      store.atomically(() => {
        store.write('a', { resourceType: 'Patient' });
        throw new Error('on purpose');
      }),
    ).toThrow('on purpose');
    expect(store.get('Patient', 'a')).toBeUndefined();
    expect(statSync(path).size).toBe(0);
  });

  it('refuses a file that is not its own rather than dropping it', () => {
    appendFileSync(path, 'not a journal\n');
    expect(open).toThrow('line 1');
  });
});

describe('a unit of work', () => {
  it('is undone when the journal cannot keep it', () => {
    const full = {
      append: () => {
        throw new Error('no space left');
      },
    };
    const store = new RecordStore({ journal: full });
    expect(() => write(store, 'a')).toThrow('no space left');
    expect(store.get('Patient', 'a')).toBeUndefined();
    expect(store.found('Patient?identifier=a').size).toBe(0);
  });
});
