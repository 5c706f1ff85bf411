import type {
  AuditorService,
  AuthService,
  LoggerService,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { PermissionRuleset } from '@backstage/plugin-permission-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import {
  DELIVERY_ANNOTATIONS,
  type EnvironmentInfo,
} from '@throughline/plugin-delivery-common';
import { createCollection, type Collection } from './collect';
import { readCollectConfig } from './config/collect';
import { readEnvironments, type EnvironmentRule } from './config/environments';
import { readLinking, type LinkingConfig } from './config/linking';
import { WebhookReceiver } from './http/WebhookReceiver';
import { CatalogFollower } from './link/CatalogFollower';
import type { ClaimContext } from './link/claims';
import { LinkStore } from './link/LinkStore';
import { LinkWorker } from './link/LinkWorker';
import { PageViews } from './link/PageViews';
import { Wake } from './link/Wake';
import type { TargetResource } from './operate/access/TargetResource';
import {
  readOperations,
  type OperationsConfig,
} from './operate/config/readOperations';
import { createOperations } from './operate/createOperations';
import { createVersionRules } from './operate/detect/createVersionRules';
import type { VersionRules } from './operate/detect/VersionRules';
import { Evidence } from './operate/log/Evidence';
import { createNotifier } from './operate/notify/createNotifier';
import type { Operations } from './operate/Operations';
import { AuthorizedDelivery } from './permissions/AuthorizedDelivery';
import { Visibility } from './permissions/Visibility';
import type { ProviderRegistry } from './ProviderRegistry';
import { Channels } from './read/Channels';
import { DefaultDelivery } from './read/DefaultDelivery';
import type { DeliveryService } from './read/DeliveryService';
import { FleetReader } from './read/FleetReader';
import { environmentInfo } from './read/ladder';
import { CurrentFreshness } from './read/CurrentFreshness';
import { ListReader } from './read/ListReader';
import { LivePages } from './read/LivePages';
import { MetricsReader } from './read/MetricsReader';
import { createPageBuilder } from './read/createPageBuilder';
import { PageStore } from './read/PageStore';
import { RecordLoader } from './read/RecordLoader';
import { TargetDetailsReader } from './read/TargetDetailsReader';
import { TraceReader } from './read/TraceReader';
import { UnplacedReader } from './read/UnplacedReader';
import { Settings } from './Settings';
import { ChangeSignals } from './signals/ChangeSignals';
import { OpenPages } from './signals/OpenPages';
import { askAtOnce, type Store } from './store';

/** The configuration of the plugin, read and checked. */
export interface DeliveryConfig {
  sandbox: boolean;
  environments: EnvironmentRule[];
  linking: LinkingConfig;
  collect: ReturnType<typeof readCollectConfig>;
  operations: OperationsConfig;
  /** The host of project slugs whose entity does not tell it. */
  slugHost: string;
  catalogPollMs: number;
  /** Where people open the portal; empty where it is not known. */
  portalUrl: string;
  /** Changes when what pages are built by does. */
  fingerprint: string;
}

/**
 * Reads the configuration.
 *
 * @throws InputError with the path of a key that is wrong, and how to mend it
 */
export function readDeliveryConfig(config: Config): DeliveryConfig {
  const environments = readEnvironments(config);
  return {
    sandbox: config.getOptionalBoolean('delivery.sandbox') ?? false,
    environments,
    linking: readLinking(config),
    collect: readCollectConfig(config),
    operations: readOperations(
      config,
      environments.map(({ name }) => name),
    ),
    slugHost: readSlugHost(config),
    catalogPollMs: 10_000,
    portalUrl: config.getOptionalString('app.baseUrl') ?? '',
    fingerprint: JSON.stringify([
      config.getOptional('delivery.environments'),
      config.getOptional('delivery.linking'),
      readSlugHost(config),
    ]),
  };
}

/** A slug without a host is of the public forge, unless the portal knows another one only. */
function readSlugHost(config: Config): string {
  const standard = DELIVERY_ANNOTATIONS.githubProjectSlug.split('/')[0];
  const hosts = (
    config.getOptionalConfigArray('integrations.github') ?? []
  ).map(each => each.getOptionalString('host') ?? standard);
  return hosts.length > 0 && !hosts.includes(standard) ? hosts[0] : standard;
}

/** What the plugin runs and serves. */
export interface Delivery {
  service: DeliveryService;
  operations: Operations;
  evidence: Evidence;
  versionRules: VersionRules;
  /** Removes operations that are older than their retention. */
  pruneOperations(): Promise<number>;
  receiver: WebhookReceiver;
  collection: Collection;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Puts the parts together. */
export async function createDelivery(options: {
  store: Store;
  config: DeliveryConfig;
  registry: ProviderRegistry;
  catalog: CatalogService;
  auth: AuthService;
  permissions: PermissionsService;
  userInfo: UserInfoService;
  /** The rules that policies may use for operations. */
  ruleset: PermissionRuleset<TargetResource>;
  signals: SignalsService;
  notifications: NotificationService;
  auditor: AuditorService;
  logger: LoggerService;
  notices: () => Promise<string[]>;
}): Promise<Delivery> {
  const { store, config, registry, catalog, logger } = options;
  const { knex, reader } = store;
  const settings = new Settings(knex);
  const channels = new Channels(await settings.secret('channels'));
  const openPages = new OpenPages({ knex, logger });
  const signals = new ChangeSignals({
    signals: options.signals,
    channels,
    openAmong: refs => openPages.among(refs),
    logger,
  });
  const collection = createCollection({
    store,
    sources: registry.sources,
    config: config.collect,
    logger,
  });
  const claims: ClaimContext = {
    slugHost: config.slugHost,
    sourceIds: new Set(registry.sources.map(each => each.id)),
    environments: config.environments.map(each => each.name),
    trust: config.linking.trust,
  };
  const { environments, linking } = config;
  const records = { knex, environments, linking, claims };
  const loader = new RecordLoader({ ...records, ask: askAtOnce, reader });
  const pages = new PageStore(knex, store.leases);
  const links = new LinkStore(knex, store.leases, pages);
  const wake = new Wake();
  const views = new PageViews({
    knex,
    links,
    logger,
    onHint: () => wake.up(),
  });
  const livePages = new LivePages({
    knex,
    pages,
    freshness: new CurrentFreshness(store.sources, new Date().toISOString()),
  });
  const notifier = createNotifier({
    knex,
    pages: livePages,
    notifications: options.notifications,
    grants: config.operations.floor.productionGrants,
    logger,
  });
  const worker = new LinkWorker({
    wake,
    store,
    links,
    pages,
    builder: createPageBuilder(records),
    catalog: new CatalogFollower({ catalog, auth: options.auth }),
    settings,
    environments,
    linking,
    claims,
    fingerprint: JSON.stringify([config.fingerprint, [...claims.sourceIds]]),
    logger,
    openPages: () => views.open(),
    onPagesChanged: refs => {
      signals.changed(refs);
      notifier.pagesChanged(refs);
    },
    catalogPollMs: config.catalogPollMs,
  });
  const infos: EnvironmentInfo[] = environments.map(environmentInfo);
  const visibility = new Visibility({
    permissions: options.permissions,
    catalog,
  });
  const service = new AuthorizedDelivery(
    new DefaultDelivery({
      pages,
      lists: new ListReader(loader, reader, knex),
      fleet: new FleetReader(knex, infos),
      traces: new TraceReader(loader, reader),
      unplaced: new UnplacedReader(knex, reader),
      details: new TargetDetailsReader({
        knex,
        reader,
        sources: registry.sources,
        logger,
      }),
      metrics: new MetricsReader({ loader, sources: registry.sources, logger }),
      sources: store.sources,
      channels,
      catalog,
      sandbox: config.sandbox,
      onOutdated: (ref, etag) => {
        openPages.seen(ref);
        views.seen(ref, etag);
      },
      notices: options.notices,
    }),
    { visibility, permissions: options.permissions },
  );
  const operate = createOperations({
    ...options,
    loader,
    portalUrl: config.portalUrl,
    pages: livePages,
    sources: registry.sources,
    environments,
    config: config.operations,
    visibility,
    onChange: ref => {
      signals.changed([ref]);
      notifier.wake();
      // The history of the page tells which operation brought what.
      pages
        .markDirty(knex, [ref])
        .then(() => wake.up())
        .catch(error => logger.warn(`${ref} is not built again`, error));
    },
  });
  const versionRules = createVersionRules({
    ...options,
    loader,
    pages: livePages,
    sources: registry.sources,
    environments,
    config: config.operations,
    visibility,
  });
  const running: { stop(): Promise<void> }[] = [];
  let stopWatching = () => {};
  return {
    service,
    operations: operate.operations,
    evidence: new Evidence({
      delivery: service,
      operations: operate.operations,
      auth: options.auth,
      auditor: options.auditor,
    }),
    versionRules,
    pruneOperations: () => operate.prune(),
    collection,
    receiver: new WebhookReceiver({
      providers: registry.providers,
      knex,
      auditor: options.auditor,
      logger,
      hint: (sourceId, hint) => collection.hint(sourceId, hint),
    }),
    async start() {
      stopWatching = store.sources.onChange(() =>
        signals.changed(views.open()),
      );
      running.push(
        store.runLeased('link', (signal, lease) => worker.run(signal, lease)),
      );
      running.push(operate.start());
      running.push(store.runLeased('notify', signal => notifier.run(signal)));
      await collection.start();
    },
    async stop() {
      stopWatching();
      signals.stop();
      await Promise.all([
        collection.stop(),
        ...running.splice(0).map(job => job.stop()),
      ]);
    },
  };
}
