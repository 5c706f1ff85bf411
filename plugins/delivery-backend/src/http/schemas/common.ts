import {
  HEALTH_STATUSES,
  RUN_STATUSES,
  SYNC_STATUSES,
} from '@throughline/plugin-delivery-common';

const text = { type: 'string' } as const;
const time = { type: 'string', description: 'ISO 8601' } as const;
const number = { type: 'integer' } as const;
const flag = { type: 'boolean' } as const;

const judged = (statuses: readonly string[]) => ({
  type: 'object',
  required: ['status'],
  properties: {
    status: { type: 'string', enum: [...statuses] },
    raw: { type: 'string', description: "The upstream's own word" },
    reason: text,
  },
});

/** What several answers are made of. */
export const COMMON_SCHEMAS = {
  Error: {
    type: 'object',
    required: ['error'],
    properties: {
      error: {
        type: 'object',
        required: ['name', 'message'],
        properties: { name: text, message: text },
      },
    },
  },
  JudgedSync: judged(SYNC_STATUSES),
  JudgedHealth: judged(HEALTH_STATUSES),
  JudgedRun: judged(RUN_STATUSES),
  Actor: {
    type: 'object',
    required: ['name'],
    properties: { name: text, login: text, automated: flag },
  },
  Evidence: {
    type: 'object',
    required: ['certainty', 'reason'],
    properties: {
      certainty: { type: 'string', enum: ['certain', 'inferred'] },
      reason: text,
    },
  },
  ImageVersion: {
    type: 'object',
    required: ['repository'],
    properties: { repository: text, tag: text, digest: text },
  },
  DesiredSource: {
    type: 'object',
    required: ['url'],
    properties: {
      url: text,
      path: text,
      files: { type: 'array', items: text },
      chart: text,
      rendered: flag,
      targetRevision: text,
      revision: text,
      available: text,
    },
  },
  Replicas: {
    type: 'object',
    required: ['desired', 'ready'],
    properties: {
      desired: number,
      ready: number,
      updated: number,
      available: number,
    },
  },
  Rollout: {
    type: 'object',
    required: ['strategy', 'paused'],
    properties: {
      strategy: { type: 'string', enum: ['canary', 'blueGreen'] },
      step: number,
      steps: number,
      weight: { type: 'number' },
      paused: flag,
      aborted: flag,
      message: text,
    },
  },
  Schedule: {
    type: 'object',
    required: ['cron', 'suspended'],
    properties: {
      cron: text,
      timeZone: text,
      lastRunAt: time,
      lastSuccessAt: time,
      suspended: flag,
    },
  },
  Commit: {
    type: 'object',
    required: ['repository', 'sha', 'subject', 'author', 'committedAt'],
    properties: {
      repository: text,
      sha: text,
      subject: text,
      author: { $ref: '#/components/schemas/Actor' },
      committedAt: time,
      url: text,
    },
  },
  Version: {
    type: 'object',
    required: ['label'],
    properties: {
      label: text,
      image: { $ref: '#/components/schemas/ImageVersion' },
      commit: { $ref: '#/components/schemas/Commit' },
      evidence: { $ref: '#/components/schemas/Evidence' },
      unknownBecause: text,
    },
  },
  Environment: {
    type: 'object',
    required: ['name', 'title', 'production', 'follows'],
    properties: {
      name: text,
      title: text,
      production: flag,
      follows: { type: 'array', items: text },
    },
  },
  SourceError: {
    type: 'object',
    required: ['kind', 'message', 'since'],
    properties: { kind: text, message: text, since: time },
  },
  SourceStatus: {
    type: 'object',
    required: ['id', 'system', 'title', 'state'],
    properties: {
      id: text,
      system: text,
      title: text,
      url: text,
      state: {
        type: 'string',
        enum: ['fresh', 'stale', 'pending', 'unavailable'],
      },
      lastSuccessAt: time,
      error: { $ref: '#/components/schemas/SourceError' },
    },
  },
} as const;
