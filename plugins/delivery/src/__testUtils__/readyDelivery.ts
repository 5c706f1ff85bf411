import type {
  EntityDelivery,
  HistoryEntry,
  Lane,
} from '@throughline/plugin-delivery-common';
import {
  change,
  commit,
  ENVIRONMENTS,
  lane,
  run,
  source,
  target,
  version,
} from './builders';
import { daysAgo, minutesAgo } from './times';

const { development, staging, production } = ENVIRONMENTS;

/** The commits of the fixtures, newest first but for the hotfix. */
export const commits = {
  newest: commit('9f31c7e', 'Retry card captures that time out', {
    minutes: 34,
    author: 'Jonas Lindqvist',
  }),
  receipts: commit('5b20d1a', 'Show the tax lines on receipts', {
    minutes: 190,
    author: 'Priya Raman',
  }),
  rounding: commit('c04e7f2', 'Round to the currency’s own precision', {
    minutes: 1490,
  }),
  wallet: commit('1d9a3b8', 'Accept wallets in the express checkout (#418)', {
    minutes: 2960,
    author: 'Tomás Ferreira',
  }),
  hotfix: commit('e77a012', 'Stop double captures on a lost response', {
    minutes: 8800,
    author: 'Priya Raman',
  }),
};

const configuration = commit('77ab3f0', 'checkout: production to 1.4.2', {
  repository: 'github.com/acme/gitops',
  minutes: 96,
});

/** Versions built from them. */
export const versions = {
  newest: version('1.5.0', commits.newest),
  receipts: version('1.4.3', commits.receipts),
  rounding: version('1.4.2', commits.rounding),
  hotfix: version('2.3.1', commits.hotfix),
};

/** The sources that the fixtures draw on. */
export const sources = [
  source('argocd:nonprod', 'Argo CD nonprod', {
    url: 'https://argocd-nonprod.example.com',
  }),
  source('argocd:prod', 'Argo CD prod', { url: 'https://argocd.example.com' }),
  source('github:acme', 'GitHub acme', { url: 'https://github.com/acme' }),
  source('kubernetes:prod-eu', 'Cluster prod-eu'),
];

const developmentTarget = target('checkout-dev', {
  sourceId: 'argocd:nonprod',
  cluster: 'nonprod',
  version: versions.newest,
});

/** Staging, well. */
export const stagingTarget = target('checkout-staging', {
  sourceId: 'argocd:nonprod',
  cluster: 'nonprod',
  version: versions.receipts,
});

/** Production, well. */
export const productionTarget = target('checkout-prod', {
  version: versions.rounding,
  configurationCommit: configuration,
  desired: [
    {
      url: 'https://github.com/acme/gitops',
      path: 'apps/checkout/overlays/production',
      targetRevision: 'main',
      revision: configuration.sha,
    },
  ],
  operation: {
    type: 'sync',
    status: 'succeeded',
    raw: 'Succeeded',
    message: 'successfully synced (all tasks run)',
    finishedAt: minutesAgo(95),
  },
  workloads: [
    {
      id: 'workload-checkout',
      sourceId: 'kubernetes:prod-eu',
      resource: 'Deployment',
      name: 'checkout',
      namespace: 'checkout-production',
      cluster: 'prod-eu',
      health: { status: 'healthy' },
      replicas: { desired: 3, ready: 3 },
      images: [versions.rounding.image!],
    },
    {
      id: 'workload-settlement',
      sourceId: 'kubernetes:prod-eu',
      resource: 'CronJob',
      name: 'settlement',
      namespace: 'checkout-production',
      cluster: 'prod-eu',
      health: { status: 'healthy' },
      schedule: {
        cron: '0 3 * * *',
        timeZone: 'Etc/UTC',
        lastRunAt: minutesAgo(540),
        lastSuccessAt: minutesAgo(538),
        suspended: false,
      },
      images: [versions.rounding.image!],
    },
  ],
});

/** Three lanes that are well. */
export const readyLanes: Lane[] = [
  lane(development, [developmentTarget], { deployedAt: minutesAgo(21) }),
  lane(staging, [stagingTarget], {
    deployedAt: minutesAgo(170),
    behind: { environment: 'development', changes: 1 },
  }),
  lane(production, [productionTarget], {
    deployedAt: minutesAgo(95),
    behind: { environment: 'staging', changes: 3 },
  }),
];

const history: HistoryEntry[] = [
  {
    type: 'deployment',
    id: 'd-1',
    targetId: developmentTarget.id,
    targetName: developmentTarget.name,
    environment: 'development',
    sourceId: 'argocd:nonprod',
    from: versions.receipts,
    to: versions.newest,
    revisions: [configuration.sha],
    configurationCommit: commit('aa10b2c', 'checkout: development to 1.5.0', {
      repository: 'github.com/acme/gitops',
      author: 'acme-ci',
      minutes: 22,
    }),
    outcome: 'succeeded',
    startedAt: minutesAgo(22),
    finishedAt: minutesAgo(21),
    actor: { name: 'acme-ci', automated: true },
    trigger: 'auto-sync',
  },
  {
    type: 'deployment',
    id: 'd-2',
    targetId: productionTarget.id,
    targetName: productionTarget.name,
    environment: 'production',
    sourceId: 'argocd:prod',
    from: versions.rounding,
    to: versions.rounding,
    revisions: [configuration.sha],
    configurationCommit: configuration,
    outcome: 'failed',
    startedAt: minutesAgo(97),
    finishedAt: minutesAgo(95),
    actor: { name: 'Mira Okafor', login: 'mira' },
    message: 'one or more objects failed to apply: quota exceeded',
  },
  {
    type: 'deployment',
    id: 'd-3',
    targetId: productionTarget.id,
    targetName: productionTarget.name,
    environment: 'production',
    sourceId: 'argocd:prod',
    to: versions.rounding,
    revisions: ['0123456789abcdef0123456789abcdef01234567'],
    outcome: 'succeeded',
    finishedAt: daysAgo(3),
  },
  {
    type: 'gap',
    id: 'g-1',
    targetId: productionTarget.id,
    targetName: productionTarget.name,
    environment: 'production',
    missing: 12,
    before: daysAgo(3),
    reason: 'the source keeps its last ten deployments only',
  },
];

/** Everything well, staging and production behind. */
export const readyDelivery: EntityDelivery = {
  entityRef: 'component:default/checkout',
  channel: 'delivery:entity:4f1c',
  state: 'ready',
  tried: [],
  warnings: [],
  build: {
    repository: 'github.com/acme/checkout',
    branch: 'main',
    commit: commits.newest,
    run: run(420, 'succeeded', commits.newest),
    artifact: {
      image: { repository: 'ghcr.io/acme/checkout', tag: '1.5.0' },
      evidence: {
        certainty: 'certain',
        reason: 'image label org.opencontainers.image.revision',
      },
    },
  },
  lanes: readyLanes,
  previews: [
    {
      key: '421',
      url: 'https://github.com/acme/checkout/pull/421',
      targets: [
        target('checkout-pr-421', {
          sourceId: 'argocd:nonprod',
          health: { status: 'progressing' },
          version: version('pr-421'),
        }),
      ],
    },
  ],
  changes: {
    items: [
      change(
        commits.newest,
        '1.5.0',
        { development: 'here', staging: 'notYet', production: 'notYet' },
        {
          pullRequest: {
            number: 420,
            title: commits.newest.subject,
            url: 'https://github.com/acme/checkout/pull/420',
          },
          run: {
            id: 'run-420',
            status: { status: 'succeeded' },
            url: 'https://github.com/acme/checkout/actions/runs/420',
          },
        },
      ),
      change(
        commits.receipts,
        '1.4.3',
        { development: 'here', staging: 'here', production: 'notYet' },
        { run: { id: 'run-419', status: { status: 'succeeded' } } },
      ),
      change(commits.wallet, undefined, {
        development: { state: 'here', certainty: 'inferred' },
        staging: { state: 'here', certainty: 'inferred' },
        production: {
          state: 'unknown',
          reason: 'the image that runs names no commit',
        },
      }),
      change(
        commits.rounding,
        '1.4.2',
        { development: 'here', staging: 'here', production: 'partly' },
        { run: { id: 'run-417', status: { status: 'failed' } } },
      ),
    ],
    nextCursor: 'changes-2',
  },
  runs: {
    items: [
      run(420, 'succeeded', commits.newest),
      run(419, 'succeeded', commits.receipts),
      run(418, 'failed', commits.wallet, { attempt: 2 }),
      run(417, 'cancelled', commits.rounding),
    ],
  },
  history: { items: history },
  sources,
  releases: [],
  measuredBy: [],
  sandbox: false,
};
