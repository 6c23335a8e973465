import { join, resolve } from 'node:path';
import { notOursWords, type CodeTable } from '@ilium/clinical';
import { loadSite } from '@ilium/site';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCheck } from '../check/check-command.js';
import { example, withField } from '../testing/hl7-messages.js';
import { hilltopFiles, Learning } from '../testing/learning.js';

const root = resolve(import.meta.dirname, '../../../..');

let bed: Learning;
beforeAll(() => {
  bed = new Learning();
});
afterAll(() => bed.remove());

type Sections = Readonly<Record<string, { readonly rows: readonly Readonly<Record<string, string | number>>[] }>>;

async function learned(messages: readonly string[], site = bed.empty): Promise<Sections> {
  const { said } = await bed.learn(['--json', '--site', site, ...messages]);
  const sections: Sections = JSON.parse(said);
  return sections;
}

/** Every row that a proposal leaves to a person, taken: an unknown code is nothing of ours. */
function decided(yaml: string): string {
  let table = '';
  const lines = yaml.split('\n').map((line) => {
    const row = line.replace(/^# /, '');
    table = /^ {2}(\w+):$/.exec(row)?.[1] ?? table;
    const words: Readonly<Partial<Record<string, string>>> = notOursWords satisfies Partial<Record<CodeTable, string>>;
    return row.replace("as: '?'", `as: ${words[table] ?? 'unknown'}`);
  });
  return lines.join('\n');
}

describe('npm run site -- learn', () => {
  it('counts types, senders and what is in the headers', async () => {
    const { types, senders, headers } = await learned(hilltopFiles);
    expect(types?.rows).toContainEqual({ count: 2, type: 'ORU^R01', fate: 'taken' });
    expect(senders?.rows[0]).toEqual({ count: 6, sender: 'EHR', types: expect.stringContaining('ORM^O01 1') });
    expect(headers?.rows).toContainEqual({ count: 11, field: 'MSH-18', value: 'UNICODE UTF-8' });
  });

  it('tells codes with what the site file makes of them', async () => {
    const { 'codes.measures': before } = await learned(hilltopFiles);
    expect(before?.rows).toContainEqual({
      count: 1,
      system: '99PRO',
      code: 'PGIC',
      field: 'measure',
      means: 'UNMAPPED',
    });
    const { 'codes.measures': after, 'codes.answers': answers } = await learned(
      hilltopFiles,
      join(root, 'config/sites/hilltop.yaml'),
    );
    expect(after?.rows).toContainEqual(expect.objectContaining({ code: 'PGIC', means: 'pgic' }));
    expect(answers?.rows).toContainEqual(expect.objectContaining({ code: '2', means: 'much-improved' }));
  });

  it('proposes the identifier rows that hilltop.yaml has', async () => {
    const { said } = await bed.learn(['--yaml', '--site', bed.empty, ...hilltopFiles]);
    const { identifiers } = loadSite(bed.file('proposed.yaml', `name: hilltop\n${said}`)).incoming;
    const keys = (rows: typeof identifiers) => rows.map(({ kind, assigner, type }) => ({ kind, assigner, type }));
    const wanted = keys(loadSite(join(root, 'config/sites/hilltop.yaml')).incoming.identifiers);
    expect(keys(identifiers)).toEqual(expect.arrayContaining(wanted));
    expect(wanted).toHaveLength(5);
  });

  it('proposes nothing for what the site file has already', async () => {
    const { said } = await bed.learn(['--yaml', '--site', join(root, 'config/sites/hilltop.yaml'), ...hilltopFiles]);
    expect(said).not.toContain('# codes:');
    expect(said).not.toContain("assigner: 'RIVHOSP', type: 'MR'");
  });

  it.each(['hilltop', 'lakeside'])(
    'proposes what passes the check as it is, and with everything decided: %s',
    async (site) => {
      const sent = join(root, 'examples/hl7');
      const { said } = await bed.learn(['--yaml', '--site', bed.file('new.yaml', `name: ${site}\n`), sent]);
      for (const text of [said, decided(said)]) {
        const path = bed.file('proposed.yaml', `name: ${site}\n${text}`);
        let found = '';
        const code = runCheck([path], { print: (line) => (found += line), variable: () => undefined });
        expect([code, code === 0 ? '' : found]).toEqual([0, '']);
      }
      const { identifiers } = loadSite(join(bed.folder, 'proposed.yaml')).incoming;
      expect(identifiers.length).toBeGreaterThan(5);
      expect(loadSite(join(bed.folder, 'proposed.yaml')).rules.codes.measures?.length).toBeGreaterThan(3);
      const again = await bed.learn(['--yaml', '--site', join(bed.folder, 'proposed.yaml'), sent]);
      expect(again.said).not.toContain("as: '?'");
      expect(again.said).not.toContain('identifiers:');
    },
  );

  it('learns from messages of another environment, and says that they are', async () => {
    const path = bed.file('p.hl7', withField(example('hilltop-dft-p03'), 'MSH', 11, 'P'));
    const { work, ...sections } = await learned([path]);
    expect(work?.rows).toContainEqual({ count: 1, reason: 'other-environment', place: 'MSH-11' });
    expect(sections['codes.procedures']?.rows).toContainEqual(expect.objectContaining({ code: '27096' }));
    expect((await bed.learn(['--yaml', '--site', bed.empty, path])).said).toContain('# environment: production');
  });

  it('counts control ids that recur, by their bytes', async () => {
    const message = example('hilltop-dft-p03');
    const others = [message, message, withField(message, 'PR1', 5, '20260313'), withField(message, 'MSH', 10, '')];
    const long = withField(message, 'MSH', 10, 'X'.repeat(21));
    const { controlIds } = await learned([bed.file('ids.hl7', [...others, long].join('\n'))]);
    expect(controlIds?.rows.map(({ count }) => count)).toEqual([1, 1, 1, 1]);
  });

  it('tells midnights by sender, and proposes who means no time by them', async () => {
    const message = withField(example('hilltop-adt-a08'), 'PR1', 5, '20260312000000');
    const path = bed.file('midnight.hl7', Array.from({ length: 6 }, () => message).join('\n'));
    const { midnights, times } = await learned([path]);
    expect(midnights?.rows).toEqual([{ count: 6, sender: 'EHR', 'of times': 6 }]);
    expect(times?.rows).toContainEqual(expect.objectContaining({ place: 'PR1-5', 'without zone': 6 }));
    expect((await bed.learn(['--yaml', '--site', bed.empty, path])).said).toContain("# midnightMeansNoTime: ['EHR']");
  });

  it('guesses the character set of bytes that name none, and learns from them all the same', async () => {
    const text = withField(example('hilltop-dft-p03'), 'MSH', 18, '').replace('SI joint', 'Sí joint');
    const {
      headers,
      types,
      'codes.procedures': codes,
    } = await learned([bed.file('latin.hl7', Buffer.from(text, 'latin1'))]);
    expect(headers?.rows).toContainEqual(expect.objectContaining({ value: 'no UTF-8; perhaps windows-1252' }));
    expect(types?.rows).toEqual([{ count: 1, type: '?', fate: 'refused: charset' }]);
    expect(codes?.rows).toContainEqual(expect.objectContaining({ code: '27096', means: 'si-joint-injection' }));
  });

  it('tells which fields of Z-segments are filled', async () => {
    const { zSegments } = await learned([join(root, 'examples/hl7/lakeside-adt-a08.hl7')]);
    expect(zSegments?.rows).toContainEqual({ count: 1, segment: 'ZPR', filled: expect.stringContaining('ZPR-2 1') });
  });

  it('reads FHIR resources, events and scores as the doors that take them', async () => {
    const files = ['one-injection.ndjson', 'fhir/injection.json', 'csv/vendor.csv'].map((name) =>
      join(root, 'examples', name),
    );
    const { types, ...sections } = await learned(files, join(root, 'examples/csv/vendor.site.yaml'));
    expect(types?.rows.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['ilium.procedure.reported.v1', 'Procedure', 'ilium.score.reported.v1']),
    );
    expect(sections['codes.procedures']?.rows).toContainEqual(expect.objectContaining({ means: 'si-joint-injection' }));
  });

  it('goes on where a file can not be read, says which, and ends with 1', async () => {
    const { code, said, progress } = await bed.learn([
      '--site',
      bed.empty,
      bed.file('x.json', '{'),
      bed.file('y.csv', 'a,b\n1,2\n'),
      ...hilltopFiles,
    ]);
    expect(code).toBe(1);
    expect(progress).toContain(`${join(bed.folder, 'x.json')}: The file is no JSON.`);
    expect(progress).toContain('y.csv: Name a map of `csv`');
    expect(said).toContain('11 messages');
  });

  it('says now and then how far it has come', async () => {
    let seconds = 0;
    const now = () => (seconds += 2) * 1_000;
    const path = bed.file('long.hl7', Array.from({ length: 9 }, () => example('hilltop-dft-p03')).join('\n'));
    const { progress } = await bed.learn(['--site', bed.empty, path], now);
    expect(progress.split('\n').filter((line) => line !== '')).toEqual(
      [3, 6, 9].map((count) => `${path}: ${count} messages read so far`),
    );
  });

  it('cuts long tables with a note, unless all is asked for', async () => {
    const message = example('hilltop-dft-p03');
    const many = Array.from({ length: 40 }, (_, index) => message.replaceAll('76127096^', `CDM${index}^`));
    const path = bed.file('many.hl7', many.join('\n'));
    expect((await bed.learn(['--site', bed.empty, path])).said).toContain('more rows: --all shows them');
    expect((await bed.learn(['--all', '--site', bed.empty, path])).said).not.toContain('more rows');
  });

  it('explains itself where it is called wrongly', async () => {
    expect(await bed.learn([])).toMatchObject({
      code: 2,
      said: expect.stringContaining('Usage: npm run site -- learn'),
    });
    expect(await bed.learn(['--help'])).toMatchObject({ code: 0 });
    expect(await bed.learn(['--site', join(bed.folder, 'none.yaml'), 'x'])).toMatchObject({ code: 2 });
    expect(await bed.learn(['--site', bed.empty, join(bed.folder, 'none.hl7')])).toMatchObject({ code: 2 });
  });
});
