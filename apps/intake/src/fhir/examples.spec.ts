import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { derive, factsFrom, joinAll, nothingKnown } from '@ilium/clinical';
import { parseProcedureEvent } from '@ilium/contracts';
import { builtInSite } from '@ilium/site';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { RunningDoor } from '../testing/fhir/running-door.js';
import { ScriptedEhr } from '../testing/fhir/scripted-ehr.js';
import { identify, siteWithSource } from '../testing/fhir/sites.js';

/** The commands of docs/fhir-door.md, sent one after the other. */

const root = resolve(import.meta.dirname, '../../../..');
const command = /^curl -X (POST|PUT) "\$FHIR\/?([^"]*)" .*--data @(\S+)$/gm;
const commands = [...readFileSync(resolve(root, 'docs/fhir-door.md'), 'utf8').matchAll(command)].map(
  ([, method, path = '', file = '']) => ({
    method: method === 'PUT' ? ('PUT' as const) : ('POST' as const),
    path,
    file,
  }),
);

let ehr: ScriptedEhr;
let door: RunningDoor;
beforeEach(async () => {
  ehr = await new ScriptedEhr().start();
  door = await new RunningDoor().start(siteWithSource(ehr.base));
});
afterEach(async () => {
  await door.stop();
  await ehr.stop();
});

test('the examples of the document are taken, and tell of one injection whose side was corrected and that helped', async () => {
  const answers = [];
  for (const { method, path, file } of commands) {
    answers.push((await door.send(method, path, readFileSync(resolve(root, file), 'utf8'))).status);
  }
  expect(answers).toEqual([200, 201, 200, 201, 200]);
  expect(door.store.work).toEqual([]);
  expect(derivedOf(door)).toEqual({ sites: ['Right sacroiliac joint'], months3: [7, 2] });
});

/** The sites of the procedures, and the pain before and three months after. */
function derivedOf({ store }: RunningDoor) {
  const ids = { identify, digest: (text: string) => identify([text]) };
  const facts = store.events.map(({ type, time, data }, index) => {
    const read = parseProcedureEvent({ specversion: '1.0', id: String(index), source: 'urn:test', type, time, data });
    if (!read.ok) throw new Error(read.detail);
    return factsFrom(read.event, ids);
  });
  const [patient] = derive(joinAll(nothingKnown, facts), builtInSite.rules, '2026-12-31', ids);
  const records = (patient?.resources ?? []).map(({ resource }) => resource);
  const outcome = (patient?.outcomes ?? [])
    .map(({ observation }) => observation.content)
    .find((content) => 'window' in content && content.window === 'M3' && content.measure === 'nrs');
  const result = outcome !== undefined && 'result' in outcome ? outcome.result : undefined;
  return {
    sites: records.flatMap((one) => (one.resourceType === 'Procedure' ? [one.bodySite?.[0]?.text] : [])),
    months3: result && 'baseline' in result && 'value' in result ? [result.baseline, result.value] : result,
  };
}
