import type {
  AuditorService,
  AuthService,
  LoggerService,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { PermissionRuleset } from '@backstage/plugin-permission-node';
import type { DeliverySource } from '@throughline/plugin-delivery-node';
import type { EnvironmentRule } from '../config/environments';
import type { Visibility } from '../permissions/Visibility';
import { HistoryReader } from '../read/HistoryReader';
import type { LivePages } from '../read/LivePages';
import type { RecordLoader } from '../read/RecordLoader';
import type { Store } from '../store';
import { AccessJudge } from './access/AccessJudge';
import type { TargetResource } from './access/TargetResource';
import type { OperationsConfig } from './config/readOperations';
import { DefaultOperations } from './DefaultOperations';
import { DirectExecutor } from './execute/DirectExecutor';
import { OperationWorker } from './execute/OperationWorker';
import { VersionExecutor } from './execute/VersionExecutor';
import { GateJudge } from './GateJudge';
import { OffersReader } from './OffersReader';
import type { Operations } from './Operations';
import { DirectPlanner } from './plan/DirectPlanner';
import { PromotionOffers } from './plan/PromotionOffers';
import { VersionPlanner } from './plan/VersionPlanner';
import { DatabaseOperationStore, type OperationRecord } from './records';
import { SubjectFinder } from './subjects/SubjectFinder';

export interface CreateOperationsOptions {
  store: Store;
  loader: RecordLoader;
  pages: LivePages;
  /** Where people open the portal, for links in pull requests; empty where it is not known. */
  portalUrl: string;
  sources: readonly DeliverySource[];
  environments: readonly EnvironmentRule[];
  config: OperationsConfig;
  visibility: Visibility;
  permissions: PermissionsService;
  ruleset: PermissionRuleset<TargetResource>;
  auth: AuthService;
  userInfo: UserInfoService;
  auditor: AuditorService;
  logger: LoggerService;
  /** Has the open pages of an entity look again. */
  onChange: (entityRef: string) => void;
}

/** What carries operations out and takes them. */
export interface OperationParts {
  operations: Operations;
  /** Begins to carry out what is asked for, on whichever replica has the lease. */
  start(): { stop(): Promise<void> };
  /** Removes operations that are older than their retention. */
  prune(): Promise<number>;
}

/** People wait for a plan. */
const PLAN_MS = 10_000;

/** Puts the parts of the operations together. */
export function createOperations(
  options: CreateOperationsOptions,
): OperationParts {
  const { store, loader, sources, environments, config, logger } = options;
  const records = new DatabaseOperationStore(store.knex);
  const finder = new SubjectFinder({
    knex: store.knex,
    loader,
    sources,
    environments,
  });
  const { pages } = options;
  const gateJudge = new GateJudge({ store: records, finder, pages, config });
  const versions = new VersionPlanner({
    finder,
    pages,
    history: new HistoryReader(loader),
    store: records,
    sources,
    config,
    logger,
  });
  const tell = (record: OperationRecord) => options.onChange(record.entityRef);
  const worker = new OperationWorker({
    store: records,
    executors: [
      new DirectExecutor({
        finder,
        followForMs: config.followForMs,
        answerMs: config.answerMs,
      }),
      new VersionExecutor({
        finder,
        pages,
        sources,
        followForMs: config.followForMs,
        answerMs: config.answerMs,
        judge: record => gateJudge.judge(record),
        portalUrl: options.portalUrl,
      }),
    ],
    judge: record => gateJudge.judge(record),
    onChange: tell,
    logger,
    deadlineMs: config.answerMs * 1.5,
    giveUpMs: config.followForMs,
  });
  const operations = new DefaultOperations({
    store: records,
    finder,
    planners: [
      new DirectPlanner({
        finder,
        store: records,
        freezes: config.freezes,
        logger,
      }),
      versions,
    ],
    offers: new OffersReader({
      finder,
      store: records,
      promotions: new PromotionOffers({ finder, pages, sources, config }),
    }),
    access: new AccessJudge({ ...options, floor: config.floor }),
    visibility: options.visibility,
    permissions: options.permissions,
    auditor: options.auditor,
    planMs: Math.min(PLAN_MS, config.answerMs),
    onChange: record => {
      tell(record);
      worker.wake();
    },
  });
  return {
    operations,
    start: () => store.runLeased('operate', signal => worker.run(signal)),
    prune: () =>
      records.prune(new Date(Date.now() - config.retentionMs).toISOString()),
  };
}
