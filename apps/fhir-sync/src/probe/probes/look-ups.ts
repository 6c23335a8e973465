import { searchedBy, writtenTypes } from '../capabilities.js';
import type { Answered } from '../exchange.js';
import { server } from '../findings.js';
import { isOutcome, matchesIn, refusalOf } from '../read-answer.js';
import { identifierSystem } from '../sample-records.js';
import type { Probe, ProbeContext } from '../probe-context.js';

/** Questions that a server answers by reading only: asked for what is not there, so that nobody's record comes back. */

const nobody = 'ilium-probe-nobody';
const noIdentifier = new URLSearchParams({ identifier: `${identifierSystem}|${nobody}`, _count: '1' }).toString();

function filterResult(answered: Answered, type: string): 'filters' | 'everybody' | 'refused' {
  const found = matchesIn(answered, type);
  if (found === undefined) return 'refused';
  return found.length === 0 ? 'filters' : 'everybody';
}

function why(answered: Answered, result: string): string | undefined {
  return result === 'refused' ? refusalOf(answered) : undefined;
}

async function patientsAndVisits({ asking, findings }: ProbeContext): Promise<void> {
  const patients = await asking.ask({ method: 'GET', path: `Patient?${noIdentifier}` });
  const found = filterResult(patients, 'Patient');
  findings.seen('patient-search', 'Patient', found, why(patients, found));
  const visits = await asking.ask({ method: 'GET', path: `Encounter?${noIdentifier}` });
  const seen = filterResult(visits, 'Encounter');
  findings.seen('encounter-search', 'Encounter', seen, why(visits, seen));
}

async function recordsOfNobody({ asking, findings }: ProbeContext): Promise<void> {
  for (const type of writtenTypes) {
    const { code, day } = searchedBy[type];
    const query = new URLSearchParams({ patient: nobody, [code]: '27096', [day]: '1900-01-01', _count: '1' });
    const answered = await asking.ask({ method: 'GET', path: `${type}?${query.toString()}` });
    const result = filterResult(answered, type);
    findings.seen('found-again', type, result, why(answered, result));
  }
}

async function unknownType({ asking, findings }: ProbeContext): Promise<void> {
  const answered = await asking.ask({ method: 'GET', path: 'IliumNoSuchType?_count=1' });
  const result = answered.status < 400 ? 'answered' : isOutcome(answered.body) ? 'told' : 'bare';
  findings.seen('unknown-type', server, result, String(answered.status));
}

export const lookUps: readonly Probe[] = [
  {
    step: 'patients and visits by number',
    answers: [
      ['patient-search', 'Patient'],
      ['encounter-search', 'Encounter'],
    ],
    needs: 'nothing',
    run: patientsAndVisits,
  },
  {
    step: 'searches for records',
    answers: writtenTypes.map((type) => ['found-again', type] as const),
    needs: 'nothing',
    run: recordsOfNobody,
  },
  { step: 'a type that nobody knows', answers: [['unknown-type', server]], needs: 'nothing', run: unknownType },
];
