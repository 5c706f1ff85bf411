import { z } from 'zod';
import {
  HEALTH_STATUSES,
  RUN_STATUSES,
  SYNC_STATUSES,
  type Judged,
} from '@throughline/plugin-delivery-common';
import type { ItemKind, ObservedItem } from '../contract';

const text = z.string().min(1);
const time = z.iso.datetime({ offset: true });
const url = z.url({ protocol: /^https?$/ });
const sha = z.string().regex(/^[0-9a-f]{40}$/, 'a commit has 40 digits');
const digest = z.string().regex(/^[a-z0-9+._-]+:[0-9a-f]{32,}$/);

function judged<T extends string>(
  statuses: readonly T[],
): z.ZodType<Judged<T>> {
  return z
    .strictObject({
      status: z.enum(statuses as readonly [T, ...T[]]),
      raw: z.string().optional(),
      reason: text.optional(),
    })
    .refine(
      value => value.status !== 'unknown' || value.reason !== undefined,
      'unknown needs a reason',
    ) as unknown as z.ZodType<Judged<T>>;
}

const actor = z.strictObject({
  name: text,
  login: text.optional(),
  automated: z.boolean().optional(),
});
const image = z.strictObject({
  repository: text,
  tag: text.optional(),
  digest: digest.optional(),
});
const desired = z.strictObject({
  url: z.string(),
  path: z.string().optional(),
  chart: text.optional(),
  files: z.array(text).optional(),
  targetRevision: text.optional(),
  revision: text.optional(),
  available: text.optional(),
  rendered: z.boolean().optional(),
});
const pointer = z.strictObject({
  group: text.optional(),
  kind: text,
  namespace: text.optional(),
  name: text,
});
const sorted = (list: readonly string[]) =>
  list.every((one, index) => index === 0 || list[index - 1] <= one);

const target = z.strictObject({
  kind: z.literal('target'),
  key: text,
  type: z.enum(['application', 'workload', 'environment', 'infrastructure']),
  resource: text,
  group: text.optional(),
  name: text,
  namespace: text.optional(),
  project: text.optional(),
  cluster: z
    .strictObject({ name: text.optional(), server: text.optional() })
    .refine(place => place.name ?? place.server, 'a cluster has a word')
    .optional(),
  destinationNamespace: text.optional(),
  labels: z.record(z.string(), z.string()),
  parent: z.boolean().optional(),
  generatedBy: z.strictObject({ resource: text, name: text }).optional(),
  manages: z.array(pointer).max(500).optional(),
  desired: z.array(desired),
  sync: judged(SYNC_STATUSES),
  health: judged(HEALTH_STATUSES),
  images: z.array(image),
  imagesAre: z.enum(['running', 'desired']),
  replicas: z
    .strictObject({
      desired: z.int().min(0),
      ready: z.int().min(0),
      updated: z.int().min(0).optional(),
      available: z.int().min(0).optional(),
    })
    .optional(),
  rollout: z
    .strictObject({
      strategy: z.enum(['canary', 'blueGreen']),
      step: z.int().min(0).optional(),
      steps: z.int().min(0).optional(),
      weight: z.number().min(0).max(100).optional(),
      paused: z.boolean(),
      aborted: z.boolean().optional(),
      message: text.optional(),
    })
    .optional(),
  schedule: z
    .strictObject({
      cron: text,
      timeZone: text.optional(),
      lastRunAt: time.optional(),
      lastSuccessAt: time.optional(),
      suspended: z.boolean(),
    })
    .optional(),
  operation: z
    .strictObject({
      type: text,
      status: z.enum(['queued', 'running', 'succeeded', 'failed', 'unknown']),
      raw: z.string().optional(),
      message: text.optional(),
      startedAt: time.optional(),
      finishedAt: time.optional(),
    })
    .optional(),
  drift: z
    .strictObject({
      count: z.int().min(0),
      resources: z.array(
        pointer.extend({ status: text, message: text.optional() }),
      ),
    })
    .refine(drift => drift.resources.length <= drift.count, 'a count counts')
    .optional(),
  conditions: z
    .array(
      z.strictObject({
        type: text,
        message: z.string(),
        severity: z.enum(['info', 'warning', 'error']),
      }),
    )
    .optional(),
  pipelineKeys: z.array(text).min(1).optional(),
  plan: z
    .strictObject({
      add: z.int().min(0),
      change: z.int().min(0),
      destroy: z.int().min(0),
      import: z.int().min(0).optional(),
      plannedAt: time.optional(),
      url: url.optional(),
    })
    .optional(),
  writers: z
    .array(
      z.strictObject({
        by: text,
        writes: text,
        suspended: z.boolean(),
        problem: text.optional(),
      }),
    )
    .min(1)
    .optional(),
  verification: z
    .strictObject({
      status: z.enum(['verified', 'failed', 'unknown', 'absent']),
      reason: text,
    })
    .optional(),
  dependsOn: z
    .array(
      z.strictObject({
        resource: text,
        namespace: text.optional(),
        name: text,
      }),
    )
    .min(1)
    .optional(),
  url: url.optional(),
});

const deployment = z.strictObject({
  kind: z.literal('deployment'),
  key: text,
  targetKey: text,
  sequence: z.int().min(0).optional(),
  revisions: z.array(z.string()),
  desired: z.array(desired),
  images: z.array(image).optional(),
  outcome: z.enum(['running', 'succeeded', 'failed', 'cancelled', 'unknown']),
  startedAt: time.optional(),
  finishedAt: time.optional(),
  actor: actor.optional(),
  trigger: text.optional(),
  message: text.optional(),
  url: url.optional(),
});

const run = z.strictObject({
  kind: z.literal('run'),
  key: text,
  repository: text.optional(),
  pipelineKeys: z.array(text).min(1).optional(),
  labels: z.record(z.string(), z.string()).optional(),
  pipeline: text,
  definition: text.optional(),
  number: text.optional(),
  attempt: z.int().min(0).optional(),
  status: judged(RUN_STATUSES),
  trigger: text.optional(),
  branch: text.optional(),
  sha: sha.optional(),
  title: z.string().optional(),
  actor: actor.optional(),
  createdAt: time,
  startedAt: time.optional(),
  finishedAt: time.optional(),
  url: url.optional(),
  jobs: z.array(
    z.strictObject({
      name: text,
      status: judged(RUN_STATUSES),
      startedAt: time.optional(),
      finishedAt: time.optional(),
      url: url.optional(),
    }),
  ),
  tests: z
    .strictObject({
      passed: z.int().min(0),
      failed: z.int().min(0),
      skipped: z.int().min(0),
    })
    .optional(),
  parameters: z.record(z.string(), z.string()).optional(),
});

const commit = z
  .strictObject({
    kind: z.literal('commit'),
    key: text,
    repository: text,
    sha,
    parents: z.array(sha),
    author: actor,
    committedAt: time,
    subject: z.string(),
    trailers: z.record(z.string(), z.array(z.string())).optional(),
    paths: z.array(z.string()),
    onDefaultBranch: z.boolean(),
    pullRequest: z.int().min(1).optional(),
    checks: judged(RUN_STATUSES).optional(),
    url: url.optional(),
  })
  .refine(
    item => item.key === `${item.repository}@${item.sha}`,
    'the key is <repository>@<sha>',
  );

const pullRequest = z
  .strictObject({
    kind: z.literal('pullRequest'),
    key: text,
    repository: text,
    number: z.int().min(1),
    title: z.string(),
    state: z.enum(['open', 'merged', 'closed']),
    draft: z.boolean(),
    author: actor.optional(),
    headBranch: text.optional(),
    headSha: sha.optional(),
    baseBranch: text.optional(),
    mergeSha: sha.optional(),
    checks: judged(RUN_STATUSES).optional(),
    mergeQueue: z
      .strictObject({ position: z.int().min(1).optional(), state: text })
      .optional(),
    updatedAt: time,
    url,
  })
  .refine(
    item => item.key === `${item.repository}#${item.number}`,
    'the key is <repository>#<number>',
  );

const branch = z
  .strictObject({
    kind: z.literal('branch'),
    key: text,
    repository: text,
    name: text,
    sha,
    isDefault: z.boolean(),
    url: url.optional(),
  })
  .refine(
    item => item.key === `${item.repository}:${item.name}`,
    'the key is <repository>:<name>',
  );

const presence = z.strictObject({
  state: z.enum(['present', 'absent', 'unknown']),
  reason: text,
});

const artifact = z
  .strictObject({
    kind: z.literal('artifact'),
    key: text,
    repository: text,
    digest,
    tags: z.array(text).refine(sorted, 'tags are sorted'),
    sizeBytes: z.int().min(0).optional(),
    createdAt: time.optional(),
    sourceRevision: text.optional(),
    sourceRepository: text.optional(),
    sourceEvidence: text.optional(),
    platforms: z.array(text).optional(),
    children: z.array(digest).optional(),
    attestations: z
      .strictObject({
        signature: presence,
        sbom: presence,
        provenance: presence,
      })
      .optional(),
    url: url.optional(),
  })
  .refine(
    item => item.key === `${item.repository}@${item.digest}`,
    'the key is <repository>@<digest>',
  );

const release = z
  .strictObject({
    kind: z.literal('release'),
    key: text,
    repository: text,
    tag: text,
    name: text,
    sha: sha.optional(),
    prerelease: z.boolean(),
    publishedAt: time,
    author: actor.optional(),
    url: url.optional(),
  })
  .refine(
    item => item.key === `${item.repository}#${item.tag}`,
    'the key is <repository>#<tag>',
  );

const vitals = z
  .strictObject({
    kind: z.literal('vitals'),
    key: text,
    service: text,
    environment: text,
    probes: z.array(
      z.strictObject({ name: text, health: judged(HEALTH_STATUSES) }),
    ),
    alerts: z.array(
      z.strictObject({
        name: text,
        state: z.enum(['pending', 'firing']),
        severity: text.optional(),
        summary: text.optional(),
        since: time.optional(),
        url: url.optional(),
      }),
    ),
  })
  .refine(
    item => item.key === `${item.service}/${item.environment}`,
    'the key is <service>/<environment>',
  );

/**
 * What the items of each kind must look like, strictly: nothing is missing, of another type, empty where it should
 * be absent, or there that the contract does not know.
 *
 * @public
 */
export const itemSchemas: {
  [K in ItemKind]: z.ZodType<Extract<ObservedItem, { kind: K }>>;
} = {
  target,
  deployment,
  run,
  commit,
  pullRequest,
  branch,
  artifact,
  release,
  vitals,
};
