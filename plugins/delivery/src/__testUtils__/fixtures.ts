import type {
  EntityDelivery,
  TargetView,
} from '@throughline/plugin-delivery-common';
import { change, ENVIRONMENTS, lane, target } from './builders';
import {
  commits,
  productionTarget,
  readyDelivery,
  readyLanes,
  sources,
  stagingTarget,
  versions,
} from './readyDelivery';
import { minutesAgo } from './times';

const { staging, production } = ENVIRONMENTS;

/** One source does not answer: what it told is the last known. */
export const staleDelivery: EntityDelivery = {
  ...readyDelivery,
  lanes: [
    readyLanes[0],
    readyLanes[1],
    lane(production, [{ ...productionTarget, staleSince: minutesAgo(12) }], {
      staleSince: minutesAgo(12),
    }),
  ],
  sources: sources.map(known =>
    known.id === 'argocd:prod'
      ? {
          ...known,
          state: 'stale',
          lastSuccessAt: minutesAgo(12),
          error: {
            kind: 'timeout',
            message: 'no answer within 10 s',
            since: minutesAgo(11),
          },
        }
      : known,
  ),
};

/** Production is claimed by entities of two owners. */
export const contestedDelivery: EntityDelivery = {
  ...readyDelivery,
  lanes: [
    readyLanes[0],
    readyLanes[1],
    lane(production, [
      target('payments-prod', {
        access: 'statusOnly',
        url: undefined,
        replicas: undefined,
        link: {
          entityRule: 'annotation argocd/app-name',
          environmentRule: 'label environment',
          trust: 'contested',
          trustReason: 'team payments and team web both claim it',
        },
      }),
    ]),
  ],
};

/** Production is claimed, and nothing backs the claim. */
export const statusOnlyDelivery: EntityDelivery = {
  ...contestedDelivery,
  lanes: [
    readyLanes[0],
    readyLanes[1],
    lane(production, [
      target('payments-prod', {
        access: 'statusOnly',
        url: undefined,
        replicas: undefined,
        link: {
          entityRule: 'annotation argocd/app-name',
          environmentRule: 'label environment',
          trust: 'unbacked',
          trustReason: 'neither label nor project names the owner team-web',
        },
      }),
    ]),
  ],
};

/** Production is in the middle of a canary. */
export const canaryDelivery: EntityDelivery = {
  ...readyDelivery,
  lanes: [
    readyLanes[0],
    readyLanes[1],
    lane(
      production,
      [
        target('search-prod', {
          health: { status: 'suspended', raw: 'Suspended' },
          version: versions.receipts,
          rollout: {
            strategy: 'canary',
            step: 2,
            steps: 6,
            weight: 20,
            paused: true,
          },
        }),
      ],
      { waiting: 'canary at 20 %, step 2 of 6' },
    ),
  ],
};

const REGIONS = [
  'eu-west',
  'eu-north',
  'us-east',
  'us-west',
  'ap-south',
  'ap-east',
];

function region(name: string): TargetView {
  const lags = name === 'eu-west';
  return target(`storefront-${name}`, {
    qualifier: name,
    cluster: `prod-${name.slice(0, 2)}`,
    version: lags ? versions.rounding : versions.receipts,
    generatedBy: { resource: 'ApplicationSet', name: 'storefront-production' },
    ...(lags && {
      health: {
        status: 'degraded',
        raw: 'Degraded',
        reason: 'Deployment storefront exceeded its progress deadline',
      },
      replicas: { desired: 4, ready: 1 },
      conditions: [
        {
          type: 'SyncError',
          severity: 'warning',
          message: 'waiting for the rollout to finish',
        },
      ],
    }),
  });
}

/** Production runs in six regions, one of which lags and is degraded. */
export const regionsDelivery: EntityDelivery = {
  ...readyDelivery,
  lanes: [
    readyLanes[0],
    readyLanes[1],
    lane(production, REGIONS.map(region), {
      behind: { environment: 'staging', changes: 0 },
    }),
  ],
};

/** Production runs a commit that main lacks, and staging drifted. */
export const hotfixDelivery: EntityDelivery = {
  ...readyDelivery,
  lanes: [
    readyLanes[0],
    lane(staging, [
      {
        ...stagingTarget,
        sync: { status: 'outOfSync', raw: 'OutOfSync' },
        drift: {
          count: 2,
          resources: [
            {
              group: 'apps',
              kind: 'Deployment',
              namespace: 'checkout-staging',
              name: 'checkout',
              status: 'OutOfSync',
            },
            { kind: 'ConfigMap', name: 'checkout', status: 'OutOfSync' },
          ],
        },
      },
    ]),
    lane(production, [{ ...productionTarget, version: versions.hotfix }], {
      notOnMain: 1,
      behind: { environment: 'staging', changes: 17 },
    }),
  ],
  changes: {
    items: [
      change(
        commits.hotfix,
        '2.3.1',
        { development: 'notYet', staging: 'notYet', production: 'here' },
        { onMain: false },
      ),
      ...readyDelivery.changes.items,
    ],
  },
};

/** The entity has a wrong annotation. */
export const warningDelivery: EntityDelivery = {
  ...readyDelivery,
  warnings: [
    {
      annotation: 'argocd/app-name',
      message:
        'no application is called "chekout-prod"; the nearest name is "checkout-prod".',
    },
  ],
  sandbox: true,
};

/** No source knows anything of the entity. */
export const emptyDelivery: EntityDelivery = {
  ...readyDelivery,
  entityRef: 'component:default/style-guide',
  state: 'nothingLinked',
  tried: [
    'label backstage.io/kubernetes-id=style-guide on every object',
    'source location github.com/acme/style-guide',
  ],
  build: { unknownBecause: 'no source knows its repository' },
  lanes: [],
  previews: [],
  changes: { items: [] },
  runs: { items: [] },
  history: { items: [] },
};

/** The entity has not been linked yet. */
export const pendingDelivery: EntityDelivery = {
  ...emptyDelivery,
  state: 'pending',
  tried: [],
};
