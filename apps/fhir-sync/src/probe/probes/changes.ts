import { writtenTypes, type WrittenType } from '../capabilities.js';
import { isDone } from '../exchange.js';
import { idIn, refusalOf, versionIn } from '../read-answer.js';
import { identifierSystem } from '../sample-records.js';
import { takenBack } from '../tidy-up.js';
import { readBack, withPatient, type Probe, type ProbeContext, type SampleThere } from '../probe-context.js';

/** What becomes of a record that is there already: corrected, corrected on an old version, taken back, deleted. */

const corrected: Readonly<Record<WrittenType, string>> = {
  Procedure: 'stopped',
  MedicationAdministration: 'stopped',
  Observation: 'amended',
  DocumentReference: 'superseded',
};

const asked = ['update', 'stale', 'conditional-update', 'retract', 'delete'] as const;

function changing(type: WrittenType): Probe {
  return withPatient({
    step: `changing: ${type}`,
    answers: asked.map((question) => [question, type] as const),
    run: async (context) => {
      const one = context.there.get(type);
      if (one === undefined) {
        for (const question of asked) context.findings.notTried(question, type, 'none could be written');
        return;
      }
      await update(context, type, one);
      await updateByIdentifier(context, type, one);
      await takeBack(context, type, one);
      await remove(context, type, one);
    },
  });
}

async function update(context: ProbeContext, type: WrittenType, { id, sent, answered: first }: SampleThere) {
  const { records, findings } = context;
  const before =
    versionIn((await readBack(context, type, id)).answered, type).version ?? versionIn(first, type).version;
  const status = corrected[type];
  const answered = await records.put(id, { ...sent, status });
  if (!isDone(answered)) {
    findings.seen('update', type, 'refused', refusalOf(answered));
    findings.notTried('stale', type, 'a record can not be corrected');
    return;
  }
  const { stored } = await readBack(context, type, id);
  const isChanged = stored?.['status'] === status;
  findings.seen('update', type, isChanged ? 'taken' : 'unchanged', String(answered.status));
  if (before === undefined) findings.notTried('stale', type, 'the server tells no versions');
  else if (isChanged) {
    const late = await records.put(id, sent, { 'if-match': `W/"${before}"` });
    findings.seen(
      'stale',
      type,
      isDone(late) ? 'taken' : 'noticed',
      isDone(late) ? String(late.status) : refusalOf(late),
    );
  }
}

async function updateByIdentifier({ asking, findings, records }: ProbeContext, type: WrittenType, one: SampleThere) {
  if (!findings.works('update', type)) {
    findings.notTried('conditional-update', type, 'a record can not be corrected');
    return;
  }
  const identifier = `${identifierSystem}|${valueOf(one)}`;
  const query = new URLSearchParams({ identifier });
  const answered = await asking.ask({ method: 'PUT', path: `${type}?${query.toString()}`, body: one.sent });
  if (!isDone(answered)) {
    findings.seen('conditional-update', type, 'refused', refusalOf(answered));
    return;
  }
  const id = idIn(answered, type);
  if (id !== undefined && id !== one.id) records.add(type, id, one.sent);
  const isSame = id === one.id || (id === undefined && answered.status === 200);
  findings.seen('conditional-update', type, isSame ? 'taken' : 'another', String(answered.status));
}

async function takeBack(context: ProbeContext, type: WrittenType, { id, sent }: SampleThere) {
  const { records, findings } = context;
  if (!findings.works('update', type)) {
    findings.notTried('retract', type, 'a record can not be corrected');
    return;
  }
  const answered = await records.put(id, { ...sent, ...takenBack(sent), resourceType: type });
  const { stored } = await readBack(context, type, id);
  const isTaken = isDone(answered) && stored?.['status'] === 'entered-in-error';
  findings.seen(
    'retract',
    type,
    isTaken ? 'taken' : 'refused',
    isTaken ? String(answered.status) : refusalOf(answered),
  );
}

async function remove(context: ProbeContext, type: WrittenType, { id }: SampleThere) {
  const { asking, findings, records } = context;
  // One that nothing refers to.
  const [last] = records.there().filter((written) => written.type === type);
  const path = `${type}/${last?.id ?? id}`;
  const answered = await asking.ask({ method: 'DELETE', path });
  const read = await asking.ask({ method: 'GET', path });
  const isGone = isDone(answered) && !isDone(read);
  findings.seen('delete', type, isGone ? 'gone' : 'refused', isGone ? undefined : refusalOf(answered));
  if (isGone && last !== undefined) records.gone(type, last.id);
}

function valueOf({ sent }: SampleThere): string {
  const list: readonly unknown[] = Array.isArray(sent['identifier']) ? sent['identifier'] : [];
  const [first] = list;
  return typeof first === 'object' && first !== null && 'value' in first ? String(first.value) : '';
}

export const changes: readonly Probe[] = writtenTypes.map(changing);
