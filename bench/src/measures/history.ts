import { defaultRules, factsFrom, patientKey } from '@ilium/clinical';
import type { ProcedureEvent } from '@ilium/contracts';
import { createDataSource, runMigrations } from '@ilium/persistence';
import type { DataSource, EntityManager } from 'typeorm';
import { entities, migrations } from '../../../apps/mapper/dist/database.js';
import { DerivePatientsService } from '../../../apps/mapper/dist/derive-patients.service.js';
import { keyedIds } from '../../../apps/mapper/dist/keyed-ids.js';
import { registerRules } from '../../../apps/mapper/dist/rules-version.js';
import { spreadOf } from '../spread.js';
import type { Workplace } from '../workplace.js';
import { historyShapes, historySizes, type HistoryShape, type HistorySize } from './long-histories.js';

/** Milliseconds by the number of facts of the patient. */
export type MsBySize = Readonly<Record<HistorySize, number>>;

/** What is done to a patient, one after the other. */
export const historySteps = ['first', 'next', 'everything'] as const;

/** For the first score in a while, for the next one, and for deriving everything of the patient, as new procedures do. */
export type HistoryCost = Readonly<Record<(typeof historySteps)[number], MsBySize>>;

/** Each is met once, so that nothing of it is remembered from the time before. */
const patientsOfSize = 20;

/**
 * What a new score costs against the history of its patient: median milliseconds of the mapper's transaction, from the
 * event to the commit, without Kafka, one at a time.
 */
export async function measureHistory({ around }: Workplace): Promise<Record<HistoryShape, HistoryCost>> {
  const url = around.databaseUrls.mapper;
  const dataSource = createDataSource({ url, entities, migrations, applicationName: 'bench', poolSize: 1 });
  await runMigrations(dataSource);
  try {
    const mapper = await openMapper(dataSource);
    return { courses: await measureShape(mapper, 'courses'), diary: await measureShape(mapper, 'diary') };
  } finally {
    await dataSource.destroy();
  }
}

interface Mapper {
  readonly learn: (events: readonly ProcedureEvent[]) => Promise<number>;
  readonly deriveAgain: (patient: string) => Promise<number>;
}

async function openMapper(dataSource: DataSource): Promise<Mapper> {
  const ids = keyedIds('a key for the bench that is long enough to pass');
  const rulesOrdinal = await registerRules(dataSource, defaultRules, ids);
  const service = new DerivePatientsService({
    current: { rules: defaultRules, rulesOrdinal, ids, asOf: () => '2026-01-01', site: 'bench' },
  });
  const timed = async (work: (manager: EntityManager) => Promise<unknown>): Promise<number> => {
    const since = performance.now();
    await dataSource.transaction(work);
    return performance.now() - since;
  };
  const keyOf = (value: string) => patientKey({ system: 'urn:ilium:bench:mrn', value }, ids);
  return {
    learn: (events) =>
      timed((manager) =>
        service.learn(
          manager,
          events.map((event) => factsFrom(event, ids)),
        ),
      ),
    deriveAgain: (patient) => timed((manager) => service.deriveAgain(manager, [keyOf(patient)])),
  };
}

async function measureShape(mapper: Mapper, shape: HistoryShape): Promise<HistoryCost> {
  const patients = Array.from({ length: patientsOfSize }, (_, index) =>
    historySizes.map((size) => {
      const patient = `${shape}-${size}-${index}`;
      return { patient, size, ...historyShapes[shape](patient, size) };
    }),
  ).flat();
  for (const { known } of patients) await mapper.learn(known);
  const taken: (Record<keyof HistoryCost, number> & { readonly size: HistorySize })[] = [];
  // Sizes take turns, so that what disturbs the machine for a while disturbs all of them.
  for (const { patient, size, news } of patients) {
    const [first, next] = [await mapper.learn([news[0]]), await mapper.learn([news[1]])];
    taken.push({ size, first, next, everything: await mapper.deriveAgain(patient) });
  }
  const medians = (step: keyof HistoryCost): MsBySize => {
    const median = (size: HistorySize) => {
      const times = taken.filter((one) => one.size === size).map((one) => one[step]);
      return Number(spreadOf(times).median.toPrecision(3));
    };
    return { 20: median(20), 200: median(200), 2_000: median(2_000) };
  };
  return { first: medians('first'), next: medians('next'), everything: medians('everything') };
}
