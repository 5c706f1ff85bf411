import { NotFoundError } from '@backstage/errors';
import {
  discoverResources,
  isRefused,
  parseAnswer,
  resourcePath,
  type KubernetesClient,
} from '@throughline/plugin-delivery-kubernetes-node';
import {
  SourceFailure,
  type TargetItem,
} from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import { livePodSchema, type LivePod } from './livePod';

const MAX_PODS = 500;

const selectorSchema = z.object({
  matchLabels: z.record(z.string(), z.string()).nullish(),
  matchExpressions: z
    .array(
      z.object({
        key: z.string(),
        operator: z.string(),
        values: z.array(z.string()).nullish(),
      }),
    )
    .nullish(),
});

const workloadSchema = z.object({
  metadata: z.object({ uid: z.string() }),
  spec: z.object({ selector: selectorSchema.nullish() }),
});

const podListSchema = z.object({ items: z.array(z.unknown()).nullable() });

/**
 * Asks for the pods that a workload's selector finds, at most 500.
 *
 * @throws NotFoundError where the workload is gone
 */
export async function podsOfWorkload(
  client: KubernetesClient,
  target: TargetItem,
  signal: AbortSignal,
): Promise<LivePod[]> {
  const labelSelector =
    target.resource === 'CronJob'
      ? undefined
      : selectorText(await selectorOf(client, target, signal));
  if (labelSelector === '') {
    return [];
  }
  const answer = await client.json({
    operation: 'list pods',
    path: ['api', 'v1', 'namespaces', namespaceOf(target), 'pods'],
    query: { labelSelector, limit: MAX_PODS },
    signal,
  });
  const { items } = parseAnswer(podListSchema, answer, 'list pods');
  return (items ?? [])
    .flatMap(item => {
      const pod = livePodSchema.safeParse(item);
      return pod.success ? [pod.data] : [];
    })
    .filter(pod => labelSelector !== undefined || isRunOf(target, pod))
    .sort((one, other) => (one.metadata.name < other.metadata.name ? -1 : 1));
}

/** The namespace of a target. */
export function namespaceOf(target: TargetItem): string {
  if (!target.namespace) {
    throw new SourceFailure(
      'internal',
      `The target '${target.key}' has no namespace`,
    );
  }
  return target.namespace;
}

async function selectorOf(
  client: KubernetesClient,
  target: TargetItem,
  signal: AbortSignal,
): Promise<z.infer<typeof selectorSchema>> {
  const [resource] = await discoverResources(
    client,
    [{ group: target.group ?? '', kind: target.resource }],
    signal,
  );
  const gone = () =>
    new NotFoundError(
      `${target.resource} ${target.namespace}/${target.name} is not there any more`,
    );
  if (!resource) {
    throw gone();
  }
  try {
    const answer = await client.json({
      operation: `get ${resource.plural}`,
      path: resourcePath(resource, {
        namespace: namespaceOf(target),
        name: target.name,
      }),
      signal,
    });
    return (
      parseAnswer(workloadSchema, answer, `get ${resource.plural}`).spec
        .selector ?? {}
    );
  } catch (error) {
    throw isRefused(error) && error.status === 404 ? gone() : error;
  }
}

function selectorText({
  matchLabels,
  matchExpressions,
}: z.infer<typeof selectorSchema>): string {
  const labels = Object.entries(matchLabels ?? {}).map(
    ([name, value]) => `${name}=${value}`,
  );
  const expressions = (matchExpressions ?? []).map(
    ({ key, operator, values }) => {
      switch (operator) {
        case 'In':
          return `${key} in (${(values ?? []).join(',')})`;
        case 'NotIn':
          return `${key} notin (${(values ?? []).join(',')})`;
        case 'Exists':
          return key;
        default:
          return `!${key}`;
      }
    },
  );
  return [...labels, ...expressions].join(',');
}

/** A CronJob has no selector: its Jobs are named after it and the minute, and their pods after the Jobs. */
function isRunOf(target: TargetItem, pod: LivePod): boolean {
  const job = pod.metadata.ownerReferences?.find(owner => owner.controller);
  return (
    job?.kind === 'Job' &&
    new RegExp(`^${escape(target.name)}-[0-9]+$`).test(job.name)
  );
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
