import type { Logger, Registry } from '@ilium/observability';
import { deliveredTypes, type Target } from '@ilium/site';
import type { DataSource } from 'typeorm';
import { authorizationOf } from '../authorization/authorization-of.js';
import type { EntrySettings } from '../authorization/settings.js';
import { DesiredRecordsRepository, type Claim } from '../desired/desired-records.repository.js';
import { documentLane as laneOfDocuments, recordLane, type Destination } from '../desired/routes.js';
import { documentLane } from '../lanes/document/document-lane.js';
import { DocumentMaker } from '../lanes/document/document-maker.js';
import { LeftDocuments, leftPatience } from '../lanes/document/left-documents.js';
import { MayTell, toldAlongside } from '../lanes/document/told-alongside.js';
import type { DocumentSettings } from '../lanes/document/document-settings.js';
import type { HandoverParts } from '../lanes/hand-over.js';
import type { Hl7OutSettings } from '../lanes/hl7v2-out/hl7-out-settings.js';
import { openHl7Out, type Hl7Out } from '../lanes/hl7v2-out/hl7-out.js';
import type { DeliveryMetrics } from '../metrics.js';
import { ProvenanceAlong } from '../provenance/provenance-along.js';
import type { ProvenanceSettings } from '../provenance/provenance-of.js';
import type { ReadBackMetrics } from '../read-back/read-back-metrics.js';
import { ReadBack, readBackSettings } from '../read-back/read-back.js';
import type { ReadBacksRepository, SentRecord } from '../read-back/read-backs.repository.js';
import type { Lanes } from '../reconcile/lane-run.js';
import { Readings } from '../reconcile/readings.js';
import { ReconcileService } from '../reconcile/reconcile.service.js';
import { Slots } from '../reconcile/slots.js';
import { TransactionSize } from '../reconcile/transaction-size.js';
import { asSent } from '../reconciliation/as-sent.js';
import type { ReconciledTarget } from '../reconciliation/reconciliation-run.js';
import type { DeliverySettings } from '../settings.js';
import { FhirTarget } from '../target/fhir-target.js';
import { OneByOne } from '../target/one-by-one.js';
import { ServerPlaces } from '../target/server-places.js';
import { alwaysThere, TargetWatch, type TargetStatus } from '../target/target-watch.js';
import { faultsSent } from '../validation/faults-sent.js';
import { fhirLanes } from './fhir-lanes.js';

/** So many times the shortest back-off. */
const pausesBeforeProvenance = 5;

/** A target as this service delivers to it. */
type Policies = Pick<Target, 'identity' | 'readBack' | 'validation' | 'othersChanges'>;

export interface DeliveryTarget extends Destination, Policies {
  /** Undefined where nothing goes over FHIR. */
  readonly baseUrl: string | undefined;
  readonly entry: EntrySettings;
  readonly settings: DeliverySettings;
  readonly hl7: Hl7OutSettings | undefined;
  /** Undefined where records go without. */
  readonly provenance: ProvenanceSettings | undefined;
  /** Undefined where no records go into documents. */
  readonly documents: DocumentSettings | undefined;
}

export interface DeliveryContext {
  readonly dataSource: DataSource;
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly figures: DeliveryMetrics;
  readonly readBacks: ReadBacksRepository;
  readonly readBackFigures: ReadBackMetrics;
}

/** The loop that makes one target hold what it should. */
export interface TargetDelivery {
  readonly name: string;
  readonly url: string | null;
  /** Undefined where no HL7 v2 goes out. */
  readonly hl7: Hl7Out | undefined;
  /** Undefined where nothing goes over FHIR. */
  readonly reconciled: ReconciledTarget | undefined;
  /** How its records are checked before they are sent. */
  readonly validation: Target['validation'];
  readonly status: () => TargetStatus;
  /** What is wrong with the target, and what to do about it; undefined when all is well. */
  readonly trouble: () => string | undefined;
  readonly start: () => void;
  readonly wake: () => void;
  readonly stop: () => Promise<void>;
}

export function targetDelivery(target: DeliveryTarget, context: DeliveryContext): TargetDelivery {
  const { name, baseUrl, settings } = target;
  const { dataSource, figures, logger } = context;
  const records = new DesiredRecordsRepository(dataSource, name);
  const size = new TransactionSize(settings.limits);
  const slots = new Slots(settings.concurrency);
  const turns = { records, slots, timeoutMs: settings.timeoutMs, count: figures.settled(name) };
  const over = baseUrl === undefined ? noServer : overFhir({ ...target, baseUrl }, { ...context, turns, size });
  const { watch, close, lookAhead, readBack, reconciled, provenance } = over;
  // What is sent in its own time can be taken in while the target is away, and takes no request's place.
  const handover = {
    ...turns,
    slots: new Slots(settings.concurrency),
    watch: alwaysThere,
    patience: settings.patience,
  };
  const hl7 = target.hl7 && openHl7Out(target.hl7, context, handover);
  const lanesOfRecords = { ...over.lanes, ...hl7?.lanes };
  const documents = target.documents && documentsOf(target, target.documents, { ...context, handover });
  const lanes = documents ? documents.beside(lanesOfRecords) : lanesOfRecords;
  const service = new ReconcileService({ records, watch, lanes, size, lookAhead, close, logger }, settings);
  figures.watchTarget(name, () => watch.status().reachable);
  return {
    name,
    url: baseUrl ?? null,
    hl7,
    reconciled,
    validation: target.validation,
    status: () => watch.status(),
    trouble: () => said(watch.status()) ?? provenance?.trouble,
    start: () => {
      hl7?.start();
      readBack?.start();
      documents?.left?.start();
      service.start();
    },
    wake: () => service.wake(),
    stop: async () => {
      await Promise.all([service.stop(), readBack?.stop(), hl7?.stop(), documents?.left?.stop()]);
    },
  };
}

interface DocumentParts extends Pick<DeliveryContext, 'dataSource' | 'logger' | 'figures'> {
  readonly handover: HandoverParts;
}

/** Documents of records, with the lanes beside which they stand. */
function documentsOf(target: DeliveryTarget, settings: DocumentSettings, parts: DocumentParts) {
  const { dataSource, logger, handover, figures } = parts;
  const maker = new DocumentMaker(dataSource, laneOfDocuments(target), settings);
  const types = deliveredTypes.map((type) => recordLane(target, type));
  const mayTell = new MayTell(maker, types.includes('document'));
  // Where all records go into documents, none is left behind by a change of lanes.
  const areAllTold = types.every((lane) => lane === 'document');
  const leaving = { maker, logger, tell: figures.documentsLeft(target.name) };
  const left = areAllTold ? undefined : new LeftDocuments(leaving, leftPatience);
  const alongside = { ...handover, maker: mayTell, logger, recordsWent: () => left?.recordsWent() };
  const beside = (lanes: Lanes): Lanes => ({ ...toldAlongside(lanes, alongside), ...documentLane(maker, handover) });
  return { beside, left };
}

/** What there is to a target that nothing goes to over FHIR. */
const noServer = {
  watch: alwaysThere,
  lanes: {} as Lanes,
  lookAhead: undefined,
  close: async () => undefined,
  readBack: undefined,
  reconciled: undefined,
  provenance: undefined,
};

interface FhirParts extends DeliveryContext {
  readonly turns: Omit<Parameters<typeof fhirLanes>[0]['turns'], 'watch'>;
  readonly size: TransactionSize;
}

function overFhir(
  target: DeliveryTarget & { readonly baseUrl: string },
  { turns, size, figures, ...context }: FhirParts,
) {
  const { settings, name, baseUrl, validation } = target;
  const server = fhirServer(target, figures);
  const watch = new TargetWatch(server, settings.breaker, context.logger, name);
  const inBatches = takesBatches(target);
  const searches = inBatches ? server : new OneByOne(server);
  const places = new ServerPlaces(searches);
  const read = (urls: readonly string[]) => searches.batch(urls);
  // A target that has nothing to get stays on trial.
  const mayRead = () => watch.gate().state !== 'open';
  const { readBacks, readBackFigures: metrics, logger } = context;
  const readBack = new ReadBack(
    { target: name, readBacks, read, mayRead, metrics, logger },
    { ...readBackSettings, share: target.readBack },
  );
  const afterDelivery = (sent: readonly SentRecord[]): Promise<void> => {
    figures.sentWithFaults(name, faultsSent(sent, validation));
    return readBack.afterDelivery(sent);
  };
  const whereabouts = { places, ours: (keys: readonly string[]) => turns.records.places(keys) };
  const reconciled: ReconciledTarget = {
    name,
    baseUrl,
    read,
    mayRead,
    asSent: (bodies) => asSent(bodies, whereabouts),
  };
  const provenance = new ProvenanceAlong({
    settings: target.provenance,
    count: figures.provenance(name),
    pauseMs: pausesBeforeProvenance * settings.patience.again.firstMs,
    tell: ({ name: reason }) =>
      logger.warn('the target takes no Provenance: records go without it for an hour', { target: name, reason }),
  });
  const readings = new Readings();
  const lanes = fhirLanes({
    turns: { ...turns, watch, afterDelivery },
    target: server,
    watch,
    searches,
    places,
    readings,
    size,
    patience: settings.patience,
    identity: target.identity,
    validation,
    othersChanges: target.othersChanges,
    provenance,
  });
  const findAll = ({ records }: Claim): Promise<unknown> =>
    places.find(records.flatMap((record) => readings.wantedSoon(record)));
  const close = () => server.close();
  return { watch, lanes, lookAhead: inBatches ? findAll : undefined, close, readBack, reconciled, provenance };
}

/** Who takes transactions answers batches as well. */
function takesBatches(target: Destination): boolean {
  return deliveredTypes.some((type) => recordLane(target, type) === 'repository');
}

function fhirServer(target: DeliveryTarget & { readonly baseUrl: string }, figures: DeliveryMetrics): FhirTarget {
  const { baseUrl, entry, settings } = target;
  const { authorization, ...rest } = entry;
  const { timeoutMs, tokens } = settings;
  const observe = figures.request(target.name);
  const letIn = authorizationOf(authorization, { ...rest, baseUrl, timeoutMs, tokens, observe });
  return new FhirTarget({ ...settings, ...rest, baseUrl }, letIn, observe);
}

function said({ lastError, advice }: TargetStatus): string | undefined {
  return lastError === null || advice === undefined ? (lastError ?? undefined) : `${lastError}: ${advice}`;
}
