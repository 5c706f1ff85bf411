import {
  FLEET_STATES,
  HEALTH_STATUSES,
  RUN_STATUSES,
  SYNC_STATUSES,
} from '@throughline/plugin-delivery-common';

const text = { type: 'string' } as const;
const time = { type: 'string', description: 'ISO 8601' } as const;
const number = { type: 'integer' } as const;
const flag = { type: 'boolean' } as const;
const texts = { type: 'array', items: text } as const;

/** What the fleet page, the sources page and live details are made of. */
export const FLEET_SCHEMAS = {
  FleetRow: {
    type: 'object',
    required: ['entityRef', 'title', 'cells'],
    properties: {
      entityRef: text,
      title: text,
      owner: text,
      system: text,
      lastRun: {
        type: 'object',
        required: ['status'],
        properties: {
          status: { type: 'string', enum: [...RUN_STATUSES] },
          finishedAt: time,
          url: text,
          staleSince: time,
        },
      },
      cells: {
        type: 'array',
        items: {
          type: 'object',
          required: ['environment', 'sync', 'health', 'targets', 'driftCount'],
          properties: {
            environment: text,
            version: text,
            sync: { type: 'string', enum: [...SYNC_STATUSES] },
            health: { type: 'string', enum: [...HEALTH_STATUSES] },
            targets: number,
            driftCount: number,
            behind: number,
            staleSince: time,
            contested: flag,
          },
        },
      },
    },
  },
  FleetPage: {
    type: 'object',
    required: [
      'items',
      'total',
      'counts',
      'environments',
      'owners',
      'systems',
      'channel',
      'sandbox',
    ],
    properties: {
      items: {
        type: 'array',
        items: { $ref: '#/components/schemas/FleetRow' },
      },
      nextCursor: text,
      total: number,
      counts: {
        type: 'object',
        required: [...FLEET_STATES],
        properties: Object.fromEntries(
          FLEET_STATES.map(state => [state, number]),
        ),
      },
      environments: {
        type: 'array',
        items: { $ref: '#/components/schemas/Environment' },
      },
      owners: texts,
      systems: texts,
      channel: text,
      sandbox: flag,
    },
  },
  SourceDetails: {
    allOf: [
      { $ref: '#/components/schemas/SourceStatus' },
      {
        type: 'object',
        required: [
          'strategy',
          'counts',
          'malformed',
          'malformedCount',
          'problems',
        ],
        properties: {
          strategy: { type: 'string', enum: ['watch', 'poll'] },
          counts: { type: 'object', additionalProperties: number },
          malformed: {
            type: 'array',
            items: {
              type: 'object',
              required: ['key', 'reason', 'at'],
              properties: { key: text, reason: text, at: time },
            },
          },
          malformedCount: number,
          problems: {
            type: 'array',
            items: {
              type: 'object',
              required: ['scope', 'reason', 'since'],
              properties: { scope: text, reason: text, since: time },
            },
          },
          budget: {
            type: 'object',
            required: ['limit', 'remaining'],
            properties: { limit: number, remaining: number, resetsAt: time },
          },
          holder: text,
        },
      },
    ],
  },
  UnplacedTarget: {
    type: 'object',
    required: [
      'id',
      'sourceId',
      'resource',
      'name',
      'reason',
      'tried',
      'claimedBy',
    ],
    properties: {
      id: text,
      sourceId: text,
      resource: text,
      name: text,
      namespace: text,
      cluster: text,
      reason: {
        type: 'string',
        enum: ['noEntity', 'noEnvironment', 'contested', 'unbackedClaim'],
      },
      tried: texts,
      claimedBy: texts,
    },
  },
  SourcesPage: {
    type: 'object',
    required: ['sources', 'unplaced', 'notices'],
    properties: {
      sources: {
        type: 'array',
        items: { $ref: '#/components/schemas/SourceDetails' },
      },
      unplaced: {
        type: 'object',
        required: ['items', 'total'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/UnplacedTarget' },
          },
          total: number,
          nextCursor: text,
        },
      },
      notices: texts,
    },
  },
  TargetDetails: {
    type: 'object',
    description: 'What is beside `kind` depends on it',
    required: ['kind'],
    properties: {
      kind: {
        type: 'string',
        enum: ['resources', 'diff', 'events', 'pods', 'logs'],
      },
      resources: { type: 'array', items: { type: 'object' } },
      diffs: { type: 'array', items: { type: 'object' } },
      events: { type: 'array', items: { type: 'object' } },
      pods: { type: 'array', items: { type: 'object' } },
      text,
      truncated: flag,
    },
  },
} as const;
