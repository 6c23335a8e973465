// Feeds one file in a process of its own, so that it can be killed and weighed. Its store keeps the promises of the
// port: what it has answered for stands in a journal on disk, unique by site, sender, control id and bytes.
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { builtInSite, loadSite } from '@ilium/site';
import { feedFile } from '../../dist/files/feeding/feed-file.js';
import { Pace } from '../../dist/files/feeding/pace.js';
import { readerOf } from '../../dist/files/reader-of.js';

const { FILE: file, JOURNAL: journal, SITE: sitePath, KILL_AT: killAt } = process.env;
const site = sitePath ? loadSite(sitePath) : builtInSite;

const result = await feedFile(file, readerOf(file, {}, { site, isBackload: false }), {
  site: site.name,
  ...(journal ? journalStore(journal) : countingStore()),
  pace: new Pace({}),
  patience: {},
  isBackload: false,
});
const { taken, repeated, refused } = result;
process.stdout.write(`${JSON.stringify({ taken, repeated, refused, peak: peakBytes() })}\n`);

function journalStore(path) {
  const lines = (suffix) => {
    const name = `${path}.${suffix}`;
    return existsSync(name) ? readFileSync(name, 'utf8').split('\n').filter(Boolean) : [];
  };
  const append = (suffix, line) => appendFileSync(`${path}.${suffix}`, `${line}\n`);
  const taken = new Set(lines('taken').map((line) => JSON.parse(line).key));
  const kept = new Map(lines('feedings').map((line) => [JSON.parse(line).file, JSON.parse(line)]));
  const store = {
    async take({ site: of, sender, controlId, body, answer }) {
      await new Promise(setImmediate);
      const key = createHash('sha256')
        .update(JSON.stringify([of, sender, controlId]))
        .update(body)
        .digest('hex');
      if (taken.has(key)) return { fate: 'repeat', answer };
      append('taken', JSON.stringify({ key, controlId }));
      taken.add(key);
      // Stored, and nobody knows it.
      if (taken.size === Number(killAt)) process.kill(process.pid, 'SIGKILL');
      return { fate: 'taken', answer };
    },
    async count() {},
  };
  const feedings = {
    startsOf: async ({ manner, bytes }) =>
      [...kept.values()].filter((feeding) => feeding.manner === manner && feeding.bytes <= bytes),
    async save(feeding) {
      append('feedings', JSON.stringify(feeding));
      kept.set(feeding.file, feeding);
    },
  };
  return { store, feedings };
}

function countingStore() {
  const store = {
    async take({ answer }) {
      await new Promise(setImmediate);
      return { fate: 'taken', answer };
    },
    async count() {},
  };
  return { store, feedings: { startsOf: async () => [], save: async () => undefined } };
}

/** The most memory that this process ever held. */
function peakBytes() {
  return process.resourceUsage().maxRSS * 1024;
}
