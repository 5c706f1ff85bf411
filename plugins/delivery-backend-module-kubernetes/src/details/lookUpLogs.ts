import { InputError, NotFoundError } from '@backstage/errors';
import type { TargetDetails } from '@throughline/plugin-delivery-common';
import type { KubernetesClient } from '@throughline/plugin-delivery-kubernetes-node';
import { readText, type TargetItem } from '@throughline/plugin-delivery-node';
import type { LivePod } from './livePod';
import { namespaceOf, podsOfWorkload } from './podsOfWorkload';

const MAX_LINES = 500;
const DEFAULT_LINES = 200;
const MAX_BYTES = 256 * 1024;

/**
 * Looks up the end of a container's log.
 *
 * @param query - `pod`, `container`, `lines` (up to 500), `previous: 'true'` for the container before its last
 * restart. Without a pod, the first that is not ready, or else the first.
 * @throws NotFoundError where the workload has no such pod or container: a pod of another workload is not shown
 */
export async function lookUpLogs(
  client: KubernetesClient,
  target: TargetItem,
  query: Record<string, string>,
  signal: AbortSignal,
): Promise<TargetDetails> {
  const pod = choosePod(await podsOfWorkload(client, target, signal), query);
  const container = chooseContainer(pod, query);
  const lines = readLineCount(query.lines);
  const response = await client.request({
    operation: 'read log',
    path: [
      ...['api', 'v1', 'namespaces', namespaceOf(target)],
      ...['pods', pod.metadata.name, 'log'],
    ],
    query: {
      container,
      // One more than is shown tells whether there is more.
      tailLines: lines + 1,
      limitBytes: MAX_BYTES,
      previous: query.previous === 'true' ? true : undefined,
    },
    headers: { accept: '*/*' },
    signal,
  });
  const text = await readText(response, { signal, deadlineMs: 10_000 });
  const all = text.split('\n');
  const ends = all[all.length - 1] === '';
  const kept = (ends ? all.slice(0, -1) : all).slice(-lines);
  return {
    kind: 'logs',
    text: kept.join('\n') + (ends && kept.length > 0 ? '\n' : ''),
    truncated:
      all.length - (ends ? 1 : 0) > lines ||
      Buffer.byteLength(text) >= MAX_BYTES,
  };
}

function choosePod(
  pods: readonly LivePod[],
  query: Record<string, string>,
): LivePod {
  const isReady = (pod: LivePod) =>
    pod.status?.conditions?.some(
      ({ type, status }) => type === 'Ready' && status === 'True',
    );
  const pod = query.pod
    ? pods.find(({ metadata }) => metadata.name === query.pod)
    : pods.find(candidate => !isReady(candidate)) ?? pods[0];
  if (!pod) {
    throw new NotFoundError(
      query.pod
        ? `The workload has no pod '${query.pod.slice(0, 80)}' (any more)`
        : 'The workload has no pods',
    );
  }
  return pod;
}

function chooseContainer(
  pod: LivePod,
  query: Record<string, string>,
): string | undefined {
  const names = pod.spec.containers.map(({ name }) => name);
  if (query.container && !names.includes(query.container)) {
    throw new NotFoundError(
      `The pod has no container '${query.container.slice(0, 80)}'`,
    );
  }
  return query.container || names[0];
}

function readLineCount(lines: string | undefined): number {
  if (lines === undefined) {
    return DEFAULT_LINES;
  }
  const number = Number(lines);
  if (!Number.isInteger(number) || number < 1 || number > MAX_LINES) {
    throw new InputError(
      `'lines' must be a whole number from 1 to ${MAX_LINES}`,
    );
  }
  return number;
}
