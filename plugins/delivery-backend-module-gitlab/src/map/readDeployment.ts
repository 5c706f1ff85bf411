import { z } from 'zod';
import {
  firstLine,
  isoTime,
  malformedResult,
  webUrl,
  type DeploymentItem,
  type ReadResult,
} from '@throughline/plugin-delivery-node';
import {
  deploymentStatus,
  isIdle,
  type DeploymentStatus,
} from './deploymentStatus';
import type { ProjectFacts } from './ProjectFacts';
import { idOf, moment, person, sha, userOf } from './schemas';
import { sourceUrl } from './sourceUrl';

const Deployment = z.object({
  id: z.number().int().min(1),
  ref: z.string().nullish(),
  sha,
  status: z.string().min(1),
  created_at: moment,
  updated_at: z.string().nullish(),
  user: person,
  environment: z.object({
    id: z.number().int().min(1),
    name: z.string().min(1).max(255),
  }),
  deployable: z
    .object({
      name: z.string().nullish(),
      status: z.string().nullish(),
      started_at: z.string().nullish(),
      finished_at: z.string().nullish(),
      web_url: z.string().nullish(),
    })
    .nullish(),
});

/** A deployment with what the steps around it need. */
export interface ReadDeployment {
  id: number;
  environment: string;
  updatedAt: string;
  sha: string;
  ref?: string;
  raw: string;
  status: DeploymentStatus;
  /** Whether nothing was deployed and nothing is about to be. */
  idle: boolean;
  item: DeploymentItem;
}

/** The key of an environment within its host. */
export function environmentKey(repository: string, name: string): string {
  return `${repository}/environments/${name}`;
}

/** Reads a deployment. */
export function readDeployment(
  repository: string,
  project: ProjectFacts,
  node: unknown,
): ReadResult<ReadDeployment> {
  const { data, error } = Deployment.safeParse(node);
  if (!data) {
    const id = idOf(node);
    return malformedResult(
      'deployment',
      id ? `${repository}/deployments/${id}` : undefined,
      `a deployment of ${repository}`,
      error,
    );
  }
  const status = deploymentStatus(data.status);
  const { deployable: job } = data;
  const createdAt = isoTime(data.created_at)!;
  const updatedAt = isoTime(data.updated_at) ?? createdAt;
  const ended = status.outcome !== 'running' && status.outcome !== 'unknown';
  const actor = userOf(data.user);
  const url = webUrl(job?.web_url);
  const message = status.message ?? firstLine(job?.name ?? '');
  return {
    type: 'item',
    item: {
      id: data.id,
      environment: data.environment.name,
      updatedAt,
      sha: data.sha,
      ...(data.ref ? { ref: data.ref } : {}),
      raw: data.status.slice(0, 60),
      status,
      idle: isIdle(data.status, job?.status ?? undefined),
      item: {
        kind: 'deployment',
        key: `${repository}/deployments/${data.id}`,
        targetKey: environmentKey(repository, data.environment.name),
        revisions: [data.sha],
        desired: [
          {
            url: sourceUrl(repository, project),
            ...(data.ref ? { targetRevision: data.ref } : {}),
            revision: data.sha,
          },
        ],
        outcome: status.outcome,
        startedAt: isoTime(job?.started_at) ?? createdAt,
        ...(ended
          ? { finishedAt: isoTime(job?.finished_at) ?? updatedAt }
          : {}),
        ...(actor ? { actor } : {}),
        ...(message ? { message } : {}),
        ...(url ? { url } : {}),
      },
    },
  };
}
