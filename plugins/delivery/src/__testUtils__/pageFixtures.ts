import type {
  FleetCell,
  FleetPage,
  FleetRow,
  SourcesPage,
} from '@throughline/plugin-delivery-common';
import { ENVIRONMENTS, source } from './builders';
import { daysAgo, minutesAgo } from './times';

function cell(
  environment: string,
  version: string,
  change: Partial<FleetCell> = {},
): FleetCell {
  return {
    environment,
    version,
    sync: 'synced',
    health: 'healthy',
    targets: 1,
    driftCount: 0,
    ...change,
  };
}

function row(
  name: string,
  owner: string,
  system: string,
  cells: FleetCell[],
  lastRun?: FleetRow['lastRun'],
): FleetRow {
  return {
    entityRef: `component:default/${name}`,
    title: name,
    owner: `group:default/${owner}`,
    system,
    cells,
    lastRun: lastRun ?? { status: 'succeeded', finishedAt: minutesAgo(80) },
  };
}

/** Services in all sorts of states. */
export const fleetRows: FleetRow[] = [
  row(
    'recommendations',
    'data',
    'storefront',
    [
      cell('development', '0.9.1'),
      cell('staging', '0.9.1'),
      cell('production', '0.9.0', { health: 'degraded' }),
    ],
    { status: 'failed', finishedAt: minutesAgo(12) },
  ),
  row('checkout', 'payments', 'checkout', [
    cell('development', '1.5.0', { health: 'progressing' }),
    cell('staging', '1.4.3', { behind: 1 }),
    cell('production', '1.4.2', { behind: 3 }),
  ]),
  row(
    'inventory',
    'logistics',
    'warehouse',
    [
      cell('development', '3.2.0'),
      cell('staging', '3.2.0', { sync: 'outOfSync', driftCount: 2 }),
      cell('production', '3.1.8', {
        staleSince: minutesAgo(12),
        sync: 'unknown',
      }),
    ],
    { status: 'succeeded', staleSince: minutesAgo(12) },
  ),
  row('storefront', 'web', 'storefront', [
    cell('development', '7.0.2'),
    cell('staging', '7.0.2'),
    cell('production', '7.0.1', { targets: 6, health: 'missing' }),
  ]),
  row('search', 'web', 'storefront', [
    cell('development', '2.1.0'),
    cell('staging', '2.1.0'),
    cell('production', '2.0.9', { health: 'suspended' }),
  ]),
  row(
    'payments-mirror',
    'web',
    'storefront',
    [cell('production', '1.1.0', { contested: true, health: 'unknown' })],
    undefined,
  ),
];

/** The first page of a larger fleet. */
export const fleetPage: FleetPage = {
  items: fleetRows,
  nextCursor: 'fleet-2',
  total: 3214,
  counts: {
    degraded: 4,
    drifted: 17,
    failing: 9,
    progressing: 31,
    behind: 402,
    stale: 12,
    unknown: 3,
    healthy: 2711,
  },
  environments: Object.values(ENVIRONMENTS),
  owners: ['group:default/payments', 'group:default/web'],
  systems: ['checkout', 'storefront', 'warehouse'],
  channel: 'delivery:fleet:77',
  sandbox: false,
};

/** Connections in each state, and targets that nothing places. */
export const sourcesPage: SourcesPage = {
  sources: [
    {
      ...source('argocd:nonprod', 'Argo CD nonprod', {
        url: 'https://argocd-nonprod.example.com',
      }),
      strategy: 'watch',
      counts: { targets: 812, deployments: 8120 },
      malformed: [],
      malformedCount: 0,
      problems: [],
      holder: 'portal-6d8f-2',
    },
    {
      ...source('argocd:prod', 'Argo CD prod', {
        state: 'stale',
        lastSuccessAt: minutesAgo(12),
        error: {
          kind: 'timeout',
          message: 'no answer within 10 s from https://argocd.example.com',
          since: minutesAgo(11),
        },
      }),
      strategy: 'watch',
      counts: { targets: 640 },
      malformed: [
        {
          key: 'argocd/ledger-prod',
          reason: 'status.sync.status is 7, a string was expected',
          at: minutesAgo(40),
        },
      ],
      malformedCount: 31,
      problems: [],
      holder: 'portal-6d8f-1',
    },
    {
      ...source('kubernetes:legacy', 'Cluster legacy', {
        state: 'unavailable',
        lastSuccessAt: undefined,
        error: {
          kind: 'configuration',
          message:
            'authProvider "oidc" needs a user’s own token; use serviceAccount to collect it.',
          since: daysAgo(2),
        },
      }),
      strategy: 'watch',
      counts: {},
      malformed: [],
      malformedCount: 0,
      problems: [
        {
          scope: 'namespace vault',
          reason: 'listing deployments is forbidden',
          since: daysAgo(1),
        },
      ],
    },
    {
      ...source('github:acme', 'GitHub acme'),
      strategy: 'poll',
      counts: { commits: 24810, runs: 9120, 'pull requests': 830 },
      malformed: [],
      malformedCount: 0,
      problems: [],
      budget: { limit: 5000, remaining: 4310, resetsAt: minutesAgo(-21) },
      holder: 'portal-6d8f-2',
    },
  ],
  unplaced: {
    items: [
      {
        id: 'unplaced-1',
        sourceId: 'argocd:prod',
        resource: 'Application',
        name: 'payments-prod',
        namespace: 'argocd',
        reason: 'contested',
        tried: ['annotation argocd/app-name on two entities'],
        claimedBy: [
          'component:default/payments-api',
          'component:default/payments-mirror',
        ],
      },
      {
        id: 'unplaced-2',
        sourceId: 'argocd:nonprod',
        resource: 'Application',
        name: 'grafana',
        reason: 'noEntity',
        tried: [
          'annotations of every entity',
          'label backstage.io/kubernetes-id',
        ],
        claimedBy: [],
      },
    ],
    total: 14,
    nextCursor: 'unplaced-2',
  },
  notices: [
    'The events plugin is not installed, so webhooks are not received. Add @backstage/plugin-events-backend.',
  ],
};
