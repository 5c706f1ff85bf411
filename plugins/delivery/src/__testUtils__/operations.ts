import type {
  EntityOperations,
  GateVerdict,
  OperationPlan,
  OperationsPage,
  OperationView,
} from '@throughline/plugin-delivery-common';
import { minutesAgo } from './times';

const ENTITY = 'component:default/checkout';

/** Gates of each state. */
export const gates: GateVerdict[] = [
  { gate: 'pipelineGreen', state: 'pass', reason: 'CI #419 succeeded' },
  {
    gate: 'soaked',
    state: 'wait',
    reason: '12 of 30 minutes in Staging',
    until: '2026-11-23T12:18:00.000Z',
  },
  { gate: 'noAlerts', state: 'fail', reason: 'HighErrorRate is firing' },
];

/** What an entity offers: nothing, but for what a test says. */
export function entityOperations(
  overrides: Partial<EntityOperations> = {},
): EntityOperations {
  return {
    entityRef: ENTITY,
    targets: {},
    runs: {},
    pipelines: [],
    promotions: [],
    withoutVersionRule: [],
    pins: [],
    operations: [],
    ...overrides,
  };
}

/** A plan to sync production, past no gate. */
export function plan(overrides: Partial<OperationPlan> = {}): OperationPlan {
  return {
    type: 'sync',
    entityRef: ENTITY,
    environment: 'production',
    targets: [
      {
        id: 'target-checkout-prod',
        sourceId: 'argocd:prod',
        name: 'checkout-prod',
        state: 'pending',
      },
    ],
    changes: [],
    gates: [],
    approvalsNeeded: 0,
    warnings: [],
    parameters: [],
    mayBreakGlass: false,
    ...overrides,
  };
}

/** A sync of production that is under way. */
export function operation(
  overrides: Partial<OperationView> = {},
): OperationView {
  return {
    id: 'operation-1',
    type: 'sync',
    state: 'running',
    entityRef: ENTITY,
    environment: 'production',
    targets: [
      {
        id: 'target-checkout-prod',
        sourceId: 'argocd:prod',
        name: 'checkout-prod',
        state: 'running',
      },
    ],
    actor: 'user:default/mira',
    breakGlass: false,
    gates: [],
    approvals: [],
    approvalsNeeded: 0,
    steps: [],
    links: [],
    requestedAt: minutesAgo(3),
    startedAt: minutesAgo(3),
    may: [],
    ...overrides,
  };
}

/** A page of the log with one operation. */
export function operationsPage(
  overrides: Partial<OperationsPage> = {},
): OperationsPage {
  return {
    items: [operation()],
    mayFreeze: false,
    mayExport: false,
    ...overrides,
  };
}
