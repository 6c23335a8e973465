import { readConfig } from '@ilium/observability';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { until } from '../../../../dev/src/test-environment.js';
import { registeredWhere } from '../../../../dev/src/registered-where.js';
import { openFhirBed } from '../../../hospital/src/testing/fhir-bed.js';
import { readEntrySettings } from '../authorization/read-settings.js';
import { openEntry } from '../authorization/settings.js';
import { entryVariables } from '../authorization/variables.js';
import { faultOfStatus } from '../faults/faults.js';
import { TargetFault } from '../faults/target-fault.js';
import { RepositoryLane } from '../lanes/repository.js';
import { ContractRecords } from '../testing/contract-records.js';
import { TargetBed } from '../testing/target-bed.js';
import type { EntryAnswer, Put } from './bundle.js';
import { ServerPlaces, type Place } from './server-places.js';

// A server that somebody gives may be far away, and slow.
jest.setTimeout(120_000);

/** A FHIR server, as fhir-sync asks it. */
interface Server {
  readonly bed: TargetBed;
  close(): Promise<void>;
}

/** Where others write too, a search may find what was written a little later. */
const foundWithinMs = 30_000;

/** What the repository lane relies on. Whatever keeps to it is delivered to in full; each test says what breaks without. */
function keepsTheContract(open: () => Promise<Server>): void {
  const records = new ContractRecords();
  let server: Server;
  let lane: RepositoryLane;
  beforeAll(async () => {
    server = await open();
    lane = new RepositoryLane(server.bed.target);
    await lane.put([records.patient('person'), records.procedure('known')]);
  });
  afterAll(async () => {
    const there = new Set<string>();
    for (const key of records.keys) if ((await read(key)).status === 200) there.add(key);
    await lane.put(records.takenBack(there));
    await server.close();
  });

  async function read(key: string): Promise<EntryAnswer> {
    const [answer] = await server.bed.target.batch([key]);
    if (answer === undefined) throw new Error('an answer without the entry that was asked for');
    return answer;
  }

  async function versionOf(key: string): Promise<string> {
    const { version } = await read(key);
    if (version === null) throw new Error('The server tells no version: changes by others would not be seen.');
    return version;
  }

  /** What each record of a transaction is told: taken, or the remedy of its fault. */
  async function told(puts: readonly Put[]): Promise<readonly string[]> {
    try {
      const answers = await lane.put(puts);
      return answers.map(({ status }) => (status >= 200 && status < 300 ? 'taken' : faultOfStatus(status).remedy));
    } catch (error) {
      if (!(error instanceof TargetFault)) throw error;
      const { remedy } = error.fault;
      return puts.map(() => remedy);
    }
  }

  async function isThere(key: string): Promise<boolean> {
    return (await read(key)).status === 200;
  }

  async function placeOf(name: string, kind: Place['kind']): Promise<Place | undefined> {
    const wanted = records.named(name);
    // A new one each time: it remembers what it was told.
    const look = async () => [...(await new ServerPlaces(server.bed.target).find([wanted])).values()][0];
    return until(`the search to say ${kind}`, look, {
      accept: (place) => place?.kind === kind,
      timeoutMs: foundWithinMs,
      intervalMs: 500,
    });
  }

  it('answers the cheap question with a CapabilityStatement: else it counts as away', async () => {
    await server.bed.target.probe();
    expect(server.bed.asked).toContain('probe ok');
  });

  it('creates the records of a transaction under the ids that it is given, and tells their versions', async () => {
    const puts = [records.procedure('new'), records.procedure('beside')];
    const answers = await lane.put(puts);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    for (const [index, { key }] of puts.entries()) {
      expect((await read(key)).resource).toMatchObject({ id: key.split('/')[1], status: 'completed' });
      expect(answers[index]?.version).toBe(await versionOf(key));
    }
  });

  it('takes the same transaction again as the same write: else an unknown outcome could not be sent again', async () => {
    const puts = [records.procedure('twice', { note: [{ text: 'once' }] })];
    await lane.put(puts);
    const [again] = await lane.put(puts);
    const key = records.key('Procedure', 'twice');
    expect(again).toMatchObject({ status: 200, version: await versionOf(key) });
    expect((await read(key)).resource).toMatchObject({ note: [{ text: 'once' }] });
  });

  it('reads many at a time, and says of each that is not there that it is not', async () => {
    const [known, unknown] = [records.key('Procedure', 'known'), records.key('Procedure', 'nowhere')];
    const answers = await server.bed.target.batch([unknown, known, unknown]);
    expect(answers.map(({ status }) => status)).toEqual([404, 200, 404]);
    expect(await lane.versions([unknown, known])).toEqual(
      new Map([
        [unknown, null],
        [known, await versionOf(known)],
      ]),
    );
  });

  it('takes a change of the version that it holds', async () => {
    const key = records.key('Procedure', 'known');
    const ifMatch = await versionOf(key);
    const change = records.procedure('known', { note: [{ text: 'corrected' }] });
    const [answer] = await lane.put([{ ...change, ifMatch }]);
    expect(answer).toMatchObject({ status: 200, version: await versionOf(key) });
    expect(answer?.version).not.toBe(ifMatch);
    expect((await read(key)).resource).toMatchObject({ note: [{ text: 'corrected' }] });
  });

  it('does not take a change of a version that is past, and says of what went with it what became of that', async () => {
    const stale = records.procedure('raced', { note: [{ text: 'first' }] });
    const [first] = await lane.put([stale]);
    await lane.put([records.procedure('raced', { note: [{ text: 'somebody else' }] })]);
    const late = { ...records.procedure('raced', { note: [{ text: 'late' }] }), ifMatch: first?.version ?? null };
    const company = records.procedure('company-of-raced');
    const [toldCompany, toldLate] = await told([company, late]);
    expect(toldLate).toBe('re-read');
    expect((await read(late.key)).resource).toMatchObject({ note: [{ text: 'somebody else' }] });
    expect(await isThere(company.key)).toBe(toldCompany === 'taken');
  });

  it('does not take a record with a status that R4 lacks and a reference to nothing; what went with it is all or nothing, as it says', async () => {
    const partOf = [{ reference: records.key('Procedure', 'nowhere') }];
    const bad = records.procedure('bad', { status: 'no-such-status', partOf });
    const company = records.procedure('company-of-bad');
    const [toldCompany, toldBad] = await told([company, bad]);
    expect(toldBad).toBe('refuse');
    expect(await isThere(bad.key)).toBe(false);
    expect(await isThere(company.key)).toBe(toldCompany === 'taken');
  });

  it('takes records that refer to each other in one transaction, and keeps the references as they are', async () => {
    const puts = [records.procedure('referred'), records.score('referring', 'referred')];
    expect(await told(puts)).toEqual(['taken', 'taken']);
    const [procedure = '', score = ''] = puts.map(({ key }) => key);
    expect((await read(score)).resource).toMatchObject({
      partOf: [{ reference: procedure }],
      subject: { reference: records.key('Patient', 'person') },
    });
  });

  it('finds a patient by identifier and assigner, whatever characters are in it', async () => {
    const reference = records.key('Patient', 'person');
    expect(await placeOf('person', 'found')).toMatchObject({ reference, identity: { families: ['Synthetic'] } });
  });

  it('finds nobody under an identifier that nobody has, and two where two have it', async () => {
    expect(await placeOf('nobody', 'missing')).toEqual({ kind: 'missing' });
    await lane.put([records.patient('one', 'double'), records.patient('other', 'double')]);
    expect(await placeOf('double', 'ambiguous')).toEqual({ kind: 'ambiguous' });
  });

  it('keeps what is taken back as entered-in-error, for whoever has read it', async () => {
    const key = records.key('Procedure', 'withdrawn');
    await lane.put([records.procedure('withdrawn')]);
    await lane.put([records.procedure('withdrawn', { status: 'entered-in-error' })]);
    expect((await read(key)).resource).toMatchObject({ status: 'entered-in-error' });
  });
}

describe("the simulated hospital's FHIR server", () => {
  keepsTheContract(async () => {
    const hospital = await openFhirBed();
    const bed = new TargetBed(hospital.base, openEntry.authorization);
    return {
      bed,
      close: async () => {
        await bed.close();
        await hospital.close();
      },
    };
  });
});

const given = process.env['FHIR_TEST_BASE_URL'];

registeredWhere(given !== undefined, "the contract on a FHIR server of one's own: set FHIR_TEST_BASE_URL", () => {
  describe('the FHIR server at FHIR_TEST_BASE_URL', () => {
    keepsTheContract(async () => {
      const baseUrl = (given ?? '').replace(/\/+$/, '');
      const entry = readEntrySettings({ ...readConfig(entryVariables, process.env), FHIR_BASE_URL: baseUrl });
      const bed = new TargetBed(baseUrl, entry.authorization, { ...entry, timeoutMs: 60_000 });
      return { bed, close: () => bed.close() };
    });
  });
});
