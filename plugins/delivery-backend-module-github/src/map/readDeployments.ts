import { z } from 'zod';
import {
  urlSegment,
  type DeploymentItem,
  type TargetItem,
} from '@throughline/plugin-delivery-node';
import {
  deploymentEnd,
  isReplaced,
  operationStatus,
  type DeploymentStatusWord,
} from './deploymentState';
import type { EnvironmentFlags } from './readFlags';
import { reasonOf, type ReadResult } from './ReadResult';
import { actorOf, isoTime, line, webUrl } from './text';

const moment = z
  .string()
  .refine(text => isoTime(text) !== undefined, 'no date');

const DeploymentSchema = z.object({
  // The number would be nicer, and has outgrown the 32 bits that it has in GraphQL.
  id: z.string().min(1).max(200),
  environment: z.string().min(1).max(255),
  commitOid: z.string().regex(/^[0-9a-f]{40}$/),
  state: z.string().nullish(),
  description: z.string().nullish(),
  createdAt: moment,
  ref: z.object({ name: z.string() }).nullish(),
  creator: z
    .object({ __typename: z.string().nullish(), login: z.string() })
    .nullish(),
  statuses: z
    .object({
      nodes: z.array(
        z.object({
          state: z.string(),
          createdAt: moment,
          description: z.string().nullish(),
          logUrl: z.string().nullish(),
        }),
      ),
    })
    .nullish(),
});

type Deployment = z.infer<typeof DeploymentSchema>;

/** Where a repository is and what it is called, for what is deployed from it. */
export interface DeployedRepository {
  identity: string;
  url: string;
}

/** Reads one deployment of the GraphQL API. */
export function readDeployment(
  repository: DeployedRepository,
  node: unknown,
): ReadResult<{ raw: Deployment; item: DeploymentItem }> {
  const parsed = DeploymentSchema.safeParse(node);
  if (!parsed.success) {
    const id = (node as { id?: unknown } | null)?.id;
    const key =
      typeof id === 'string'
        ? `${repository.identity}/deployments/${id}`
        : undefined;
    return {
      type: 'malformed',
      kind: 'deployment',
      ...(key ? { key } : {}),
      description: key ?? `a deployment of ${repository.identity}`,
      reason: reasonOf(parsed.error),
    };
  }
  const raw = parsed.data;
  const end = endOf(raw);
  const actor = actorOf(raw.creator?.login, undefined, raw.creator?.__typename);
  const statuses = raw.statuses?.nodes ?? [];
  const url = webUrl(statuses.find(status => status.logUrl)?.logUrl);
  const message = line(raw.description ?? '');
  return {
    type: 'item',
    item: {
      raw,
      item: {
        kind: 'deployment',
        key: `${repository.identity}/deployments/${raw.id}`,
        targetKey: targetKey(repository.identity, raw.environment),
        revisions: [raw.commitOid],
        desired: [desiredOf(repository, raw)],
        outcome: end.outcome,
        startedAt: isoTime(raw.createdAt),
        ...(end.finishedAt ? { finishedAt: isoTime(end.finishedAt) } : {}),
        ...(actor ? { actor } : {}),
        ...(message ? { message } : {}),
        ...(url ? { url } : {}),
      },
    },
  };
}

/**
 * The environments that deployments went to. What was deployed is known, what runs is not: so neither sync nor health
 * is claimed.
 *
 * @param deployments - of one repository, newest first
 * @param flags - labels of environments besides their names
 */
export function environmentTargets(
  repository: DeployedRepository,
  deployments: readonly Deployment[],
  flags: EnvironmentFlags = new Map(),
): TargetItem[] {
  const byEnvironment = new Map<string, Deployment[]>();
  for (const deployment of deployments) {
    const list = byEnvironment.get(deployment.environment) ?? [];
    byEnvironment.set(deployment.environment, [...list, deployment]);
  }
  return [...byEnvironment]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([environment, list]) =>
      targetOf(repository, environment, list, flags.get(environment) ?? {}),
    );
}

function targetOf(
  repository: DeployedRepository,
  environment: string,
  deployments: readonly Deployment[],
  flags: Record<string, string>,
): TargetItem {
  const [newest] = deployments;
  const succeeded = deployments.find(
    deployment => endOf(deployment).outcome === 'succeeded',
  );
  // Where there is no later one that may have replaced it, it was taken back, and nothing took its place.
  const deployed =
    succeeded === newest && isReplaced(...wordsOf(newest))
      ? undefined
      : succeeded;
  const end = endOf(newest);
  const message = line(newest.description ?? '');
  const url = webUrl(
    `${repository.url}/deployments/${urlSegment(environment)}`,
  );
  return {
    kind: 'target',
    key: targetKey(repository.identity, environment),
    type: 'environment',
    resource: 'Environment',
    name: environment,
    project: repository.identity,
    labels: { environment, ...flags },
    desired: deployed ? [desiredOf(repository, deployed)] : [],
    sync: {
      status: 'unknown',
      reason: 'not observed: deployments tell what was deployed, not what runs',
    },
    health: {
      status: 'unknown',
      reason: 'not observed: deployments tell what was deployed, not what runs',
    },
    images: [],
    imagesAre: 'desired',
    operation: {
      type: 'deploy',
      status: operationStatus(end),
      raw: end.raw,
      ...(message ? { message } : {}),
      startedAt: isoTime(newest.createdAt),
      ...(end.finishedAt ? { finishedAt: isoTime(end.finishedAt) } : {}),
    },
    ...(url ? { url } : {}),
  };
}

function desiredOf(repository: DeployedRepository, deployment: Deployment) {
  return {
    url: repository.url,
    ...(deployment.ref?.name ? { targetRevision: deployment.ref.name } : {}),
    revision: deployment.commitOid,
  };
}

function endOf(deployment: Deployment) {
  return deploymentEnd(...wordsOf(deployment));
}

function wordsOf(
  deployment: Deployment,
): [DeploymentStatusWord[], string | undefined] {
  return [
    (deployment.statuses?.nodes ?? []).map(status => ({
      state: status.state.toLocaleLowerCase('en-US'),
      createdAt: status.createdAt,
    })),
    deployment.state?.toLocaleLowerCase('en-US'),
  ];
}

function targetKey(identity: string, environment: string): string {
  return `${identity}/environments/${environment}`;
}
