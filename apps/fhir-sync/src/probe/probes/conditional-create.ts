import { writtenTypes, type WrittenType } from '../capabilities.js';
import { isDone } from '../exchange.js';
import { idIn, refusalOf } from '../read-answer.js';
import { identifierSystem, samples, type Links } from '../sample-records.js';
import { withPatient, type Probe, type ProbeContext } from '../probe-context.js';

/** The same record twice, each time only if it is not there: what happens the second time? */

async function askTwice({ records, findings, run }: ProbeContext, type: WrittenType, links: Links): Promise<void> {
  const value = `${run}-once`;
  const sample = samples.find((one) => one.type === type)?.build(links);
  if (sample === undefined) return;
  const record = { ...sample, identifier: [{ system: identifierSystem, value }] };
  const condition = { 'if-none-exist': new URLSearchParams({ identifier: `${identifierSystem}|${value}` }).toString() };
  const first = await records.create(record, condition);
  if (!isDone(first)) {
    findings.seen('conditional-create', type, 'refused', refusalOf(first));
    return;
  }
  const second = await records.create(record, condition);
  const [one, other] = [idIn(first, type), idIn(second, type)];
  if (!isDone(second)) findings.seen('conditional-create', type, 'refused', refusalOf(second));
  else if (second.status === 200 || (other !== undefined && other === one)) {
    findings.seen('conditional-create', type, 'taken', `${first.status}, then ${second.status}`);
  } else findings.seen('conditional-create', type, 'ignored', `${first.status}, then ${second.status}`);
}

function creatingTwice(type: WrittenType): Probe {
  return withPatient({
    step: `creating twice: ${type}`,
    answers: [['conditional-create', type]],
    run: async (context, links) => {
      const { findings } = context;
      if (findings.is('create', type, 'taken', 'without-id')) await askTwice(context, type, links);
      else findings.notTried('conditional-create', type, 'none can be created');
    },
  });
}

export const conditionalCreate: readonly Probe[] = writtenTypes.map(creatingTwice);
