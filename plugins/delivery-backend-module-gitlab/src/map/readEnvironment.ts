import { z } from 'zod';
import {
  malformedResult,
  type ReadResult,
  type TargetItem,
} from '@throughline/plugin-delivery-node';
import type { ProjectFacts } from './ProjectFacts';
import { environmentKey, type ReadDeployment } from './readDeployment';
import { sourceUrl } from './sourceUrl';

const Environment = z.object({
  id: z.number().int().min(1),
  name: z.string().min(1).max(255),
  state: z.string().nullish(),
  tier: z.string().nullish(),
});

/** An environment, before it is known what was deployed to it. */
export type ReadEnvironment = z.infer<typeof Environment>;

const NOT_OBSERVED =
  'not observed: deployments tell what was deployed, not what runs';

/** Names of environments that are made for a branch or merge request. */
const REVIEW = /^(?:review|preview)(?:-?apps?)?\/(.+)$/i;
const MERGE_REQUEST_REF = /^refs\/merge-requests\/(\d+)\//;
const OTHER_TIER = 'other';

/** Reads an environment of the list. */
export function readEnvironment(
  repository: string,
  node: unknown,
): ReadResult<ReadEnvironment> {
  const { data, error } = Environment.safeParse(node);
  if (!data) {
    const name = (node as { name?: unknown } | null)?.name;
    return malformedResult(
      'target',
      typeof name === 'string' && name
        ? environmentKey(repository, name)
        : undefined,
      `an environment of ${repository}`,
      error,
    );
  }
  return { type: 'item', item: data };
}

/** Whether an environment is made for a branch or merge request. */
export function isReview({ name }: ReadEnvironment): boolean {
  return REVIEW.test(name);
}

/**
 * An environment as a target. What was deployed is known, what runs is not: so neither sync nor health is claimed.
 *
 * @param deployments - those to this environment, newest first
 */
export function environmentTarget(
  repository: string,
  project: ProjectFacts,
  environment: ReadEnvironment,
  deployments: readonly ReadDeployment[],
): TargetItem {
  const newest = deployments.find(deployment => !deployment.idle);
  const deployed = deployments.find(
    ({ status }) => status.outcome === 'succeeded',
  );
  return {
    kind: 'target',
    key: environmentKey(repository, environment.name),
    type: 'environment',
    resource: 'Environment',
    name: environment.name,
    project: project.path,
    labels: labelsOf(environment, deployments[0]?.ref),
    desired: deployed
      ? deployed.item.desired
      : [{ url: sourceUrl(repository, project) }],
    sync: { status: 'unknown', reason: NOT_OBSERVED },
    health: { status: 'unknown', reason: NOT_OBSERVED },
    images: [],
    imagesAre: 'desired',
    ...(newest
      ? {
          operation: {
            type: 'deploy',
            status: newest.status.operation,
            raw: newest.raw,
            ...(newest.status.message
              ? { message: newest.status.message }
              : {}),
            startedAt: newest.item.startedAt,
            ...(newest.item.finishedAt
              ? { finishedAt: newest.item.finishedAt }
              : {}),
          },
        }
      : {}),
    pipelineKeys: [project.path, project.id],
    url: `${project.url}/-/environments/${environment.id}`,
  };
}

/**
 * What places it: the name up to its first slash, as GitLab groups them, then its tier; a review app by what it is
 * for.
 */
function labelsOf(
  { name, tier }: ReadEnvironment,
  ref: string | undefined,
): Record<string, string> {
  const review = REVIEW.exec(name)?.[1];
  if (review) {
    return { preview: MERGE_REQUEST_REF.exec(ref ?? '')?.[1] ?? ref ?? review };
  }
  return {
    environment: name.split('/')[0] || name,
    ...(tier && tier !== OTHER_TIER ? { env: tier } : {}),
  };
}
