import { behindOutcome, type BehindOutcome } from '@ilium/contracts';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ratesAnswer } from '../apps/analytics/src/answers/window-rates.js';
import { episodesAnswer } from '../apps/analytics/src/episodes/episodes.schema.js';
import { keptMessages } from '../apps/intake/src/api/messages.schema.js';
import { RunningSystem } from './running-system.js';

jest.setTimeout(300_000);

/** What who may see records has to send; to the mapper and to intake it is the same. */
const token = 'r'.repeat(32);

describe('behind a figure', () => {
  let system: RunningSystem;

  beforeAll(async () => {
    const records = { RECORDS_TOKEN: token };
    system = await RunningSystem.prepare({ courses: 10, door: 'mllp', settings: { mapper: records, intake: records } });
    await system.start('hospital');
    await system.judgeByLastDay();
    await system.start('intake', 'mapper', 'fhir-sync', 'analytics', 'console');
    await system.settled();
  });
  afterAll(() => system.close());

  const ask = (path: string, sent = token) =>
    fetch(`${system.url('console')}/v1/${path}`, { headers: { 'ilium-records-token': sent } });
  const read = async (path: string): Promise<unknown> => (await ask(path)).json();

  /** The outcomes behind the number of those who answered, of the group of rates that has most. */
  async function outcomesBehindLargest(): Promise<{ observed: number; keys: string[] }> {
    const { groups } = ratesAnswer.parse(await read('statistics/rates?procedureType=si-joint-injection'));
    const [largest] = groups.toSorted((a, b) => b.observed - a.observed);
    if (largest === undefined) throw new Error('the feed has no SI joint injection');
    const { measure, window, observed, painLocation, recall } = largest;
    const scale = `painLocation=${painLocation ?? 'none'}&recall=${recall ?? 'none'}&scale=exact`;
    const question = `procedureType=si-joint-injection&measure=${measure}&window=${window}&${scale}&counted=observed`;
    const { episodes } = episodesAnswer.parse(await read(`statistics/episodes?${question}`));
    return { observed, keys: episodes.flatMap(({ outcomes }) => outcomes.map(({ key }) => key)) };
  }

  it('stand as many outcomes as it counts, and behind each the records of its episode, as the FHIR server has them', async () => {
    const { observed, keys } = await outcomesBehindLargest();
    expect(observed).toBeGreaterThan(2);
    expect(keys).toHaveLength(observed);
    for (const key of keys) {
      const { resources } = behindOutcome.parse(await read(`outcomes/${key}/records`));
      const types = new Set(resources.map(({ resource }) => resource.resourceType));
      expect([...types].toSorted()).toEqual(
        expect.arrayContaining(['MedicationAdministration', 'Observation', 'Procedure']),
      );
      for (const { key: name } of resources.filter(({ resource }) => resource.resourceType === 'Procedure'))
        expect((await fetch(`${system.url('hospital')}/fhir/${name}`)).status).toBe(200);
    }
  });

  it('stand the messages that said so, byte for byte', async () => {
    const [key = ''] = (await outcomesBehindLargest()).keys;
    const { sources } = behindOutcome.parse(await read(`outcomes/${key}/records`));
    const kinds = new Set(sources.map(({ kind }) => kind));
    expect([...kinds]).toEqual(expect.arrayContaining(['procedure', 'administration', 'score']));
    const { messages } = keptMessages.parse(await read(`records/messages?${placesOf(sources)}`));
    expect(messages.length).toBeGreaterThan(2);
    for (const { id, sequence } of messages) {
      expect(sources.some((source) => source.messages.some((message) => message.sequence === sequence))).toBe(true);
      const authorization = `Bearer ${token}`;
      const body = await fetch(`${system.url('intake')}/v1/records/messages/${id}/body`, {
        headers: { authorization },
      });
      expect((await body.text()).slice(0, 4)).toBe('MSH|');
    }
  });

  it('stands nothing for who has no token for records, also through the console', async () => {
    const [key] = (await outcomesBehindLargest()).keys;
    for (const path of [`outcomes/${key}/records`, 'records/messages?site=riverside&sequence=1']) {
      const refused = await ask(path, 's'.repeat(32));
      expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('RECORDS_TOKEN')]);
    }
    expect((await fetch(`${system.url('mapper')}/v1/outcomes/${key}/records`)).status).toBe(401);
  });
});

function placesOf(sources: BehindOutcome['sources']): string {
  const sequences = sources.flatMap(({ messages }) => messages.flatMap(({ sequence }) => sequence ?? []));
  const [site = ''] = sources.map(({ feed }) => feed.site);
  return new URLSearchParams({ site, sequence: [...new Set(sequences)].join(',') }).toString();
}
