import {
  OPERATION_STATES,
  OPERATION_TYPES,
} from '@throughline/plugin-delivery-common';

const text = { type: 'string' } as const;
const time = { type: 'string', description: 'ISO 8601' } as const;
const flag = { type: 'boolean' } as const;
const number = { type: 'integer' } as const;
const bounded = (maxLength: number) =>
  ({ type: 'string', minLength: 1, maxLength } as const);
const ref = <N extends string>(name: N) => ({
  $ref: `#/components/schemas/${name}` as const,
});
const list = <I>(items: I) => ({ type: 'array', items } as const);
const object = <P>(required: readonly string[], properties: P) =>
  ({ type: 'object', required, properties } as const);
const operationType = { type: 'string', enum: [...OPERATION_TYPES] } as const;
const operationState = { type: 'string', enum: [...OPERATION_STATES] } as const;

/** What operations are made of. */
export const OPERATIONS_SCHEMAS = {
  GateVerdict: object(['gate', 'state', 'reason'], {
    gate: text,
    state: { type: 'string', enum: ['pass', 'wait', 'fail'] },
    reason: text,
    until: time,
  }),
  OperationStep: object(['name', 'state'], {
    name: text,
    state: {
      type: 'string',
      enum: ['pending', 'running', 'waiting', 'succeeded', 'failed', 'skipped'],
    },
    message: text,
    startedAt: time,
    finishedAt: time,
    url: text,
  }),
  OperationTarget: object(['id', 'sourceId', 'name', 'state'], {
    id: text,
    sourceId: text,
    name: text,
    wave: number,
    state: { type: 'string', enum: ['pending', ...OPERATION_STATES] },
    from: text,
    to: text,
    message: text,
  }),
  Approval: object(['by', 'at', 'decision'], {
    by: text,
    at: time,
    decision: { type: 'string', enum: ['approved', 'rejected'] },
    comment: text,
  }),
  Operation: object(
    [
      'id',
      'type',
      'state',
      'entityRef',
      'targets',
      'actor',
      'breakGlass',
      'gates',
      'approvals',
      'approvalsNeeded',
      'steps',
      'links',
      'requestedAt',
      'may',
    ],
    {
      id: text,
      type: operationType,
      state: operationState,
      entityRef: text,
      environment: text,
      targets: list(ref('OperationTarget')),
      actor: text,
      reason: text,
      parameters: { type: 'object', additionalProperties: text },
      breakGlass: flag,
      from: text,
      to: text,
      gates: list(ref('GateVerdict')),
      approvals: list(ref('Approval')),
      approvalsNeeded: number,
      steps: list(ref('OperationStep')),
      message: text,
      links: list(object(['title', 'url'], { title: text, url: text })),
      commits: list(text),
      requestedAt: time,
      startedAt: time,
      finishedAt: time,
      may: list({
        type: 'string',
        enum: ['approve', 'reject', 'cancel', 'retry'],
      }),
    },
  ),
  OperationInput: {
    ...object(['type', 'entityRef', 'idempotencyKey'], {
      type: operationType,
      entityRef: bounded(400),
      targetIds: { type: 'array', maxItems: 50, items: bounded(100) },
      runId: bounded(100),
      pipelineId: bounded(100),
      environment: bounded(100),
      fromEnvironment: bounded(100),
      deploymentId: bounded(100),
      parameters: {
        type: 'object',
        maxProperties: 100,
        additionalProperties: { type: 'string', maxLength: 4000 },
      },
      reason: { type: 'string', maxLength: 2000 },
      breakGlass: flag,
      idempotencyKey: bounded(100),
    }),
    additionalProperties: false,
  },
  OperationParameter: object(['name', 'type', 'required'], {
    name: text,
    title: text,
    description: text,
    type: {
      type: 'string',
      enum: ['string', 'text', 'number', 'boolean', 'choice', 'secret'],
    },
    required: flag,
    defaultValue: text,
    choices: list(text),
    pattern: text,
  }),
  OperationPlan: object(
    [
      'type',
      'entityRef',
      'targets',
      'changes',
      'gates',
      'approvalsNeeded',
      'warnings',
      'parameters',
      'mayBreakGlass',
    ],
    {
      type: operationType,
      entityRef: text,
      environment: text,
      from: text,
      to: text,
      targets: list(ref('OperationTarget')),
      changes: list(
        object(['repository', 'path', 'diff'], {
          repository: text,
          path: text,
          diff: text,
        }),
      ),
      delivery: { type: 'string', enum: ['commit', 'pullRequest', 'pipeline'] },
      runs: list(
        object(['name', 'sourceId', 'parameters'], {
          name: text,
          sourceId: text,
          parameters: { type: 'object', additionalProperties: text },
        }),
      ),
      gates: list(ref('GateVerdict')),
      approvalsNeeded: number,
      warnings: list(text),
      refusedBecause: text,
      parameters: list(ref('OperationParameter')),
      mayBreakGlass: flag,
    },
  ),
  OperationOffer: object(['type'], {
    type: operationType,
    disabledBecause: text,
  }),
  EntityOperations: object(
    [
      'entityRef',
      'targets',
      'runs',
      'pipelines',
      'promotions',
      'withoutVersionRule',
      'pins',
      'operations',
    ],
    {
      entityRef: text,
      targets: {
        type: 'object',
        additionalProperties: list(ref('OperationOffer')),
      },
      runs: {
        type: 'object',
        additionalProperties: list(ref('OperationOffer')),
      },
      pipelines: list(
        object(['id', 'sourceId', 'name', 'offer'], {
          id: text,
          sourceId: text,
          name: text,
          offer: ref('OperationOffer'),
        }),
      ),
      promotions: list(
        object(['environment', 'fromEnvironment', 'offer', 'gates'], {
          environment: text,
          fromEnvironment: text,
          to: text,
          offer: ref('OperationOffer'),
          gates: list(ref('GateVerdict')),
        }),
      ),
      withoutVersionRule: list(text),
      pins: list(
        object(['environment', 'by', 'since', 'operationId', 'what'], {
          environment: text,
          by: text,
          since: time,
          operationId: text,
          what: text,
        }),
      ),
      operations: list(ref('Operation')),
    },
  ),
  OperationsPage: object(['items', 'mayFreeze', 'mayExport'], {
    items: list(ref('Operation')),
    nextCursor: text,
    freeze: object(['by', 'since', 'reason'], {
      by: text,
      since: time,
      reason: text,
    }),
    mayFreeze: flag,
    mayExport: flag,
  }),
} as const;
