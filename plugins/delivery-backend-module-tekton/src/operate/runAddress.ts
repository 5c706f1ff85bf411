import {
  addressFrom,
  locateObject,
  type KubernetesClient,
  type ObjectAddress,
} from '@throughline/plugin-delivery-kubernetes-node';
import {
  SourceFailure,
  type OperationHandle,
  type RunItem,
} from '@throughline/plugin-delivery-node';

const GROUP = 'tekton.dev';

/** The kinds of Tekton that operations are about. */
export type TektonKind = 'PipelineRun' | 'TaskRun' | 'Pipeline';

/** Where a cluster serves an object of Tekton. */
export function locate(
  client: KubernetesClient,
  kind: TektonKind,
  { namespace, name }: { namespace: string; name: string },
  signal: AbortSignal,
): Promise<ObjectAddress> {
  return locateObject(client, { group: GROUP, kind, namespace, name }, signal);
}

/** What the key of a run says, see `runKey`. */
export function placeOf({ key }: Pick<RunItem, 'key'>): {
  kind: 'PipelineRun' | 'TaskRun';
  namespace: string;
  name: string;
} {
  const [namespace, ...rest] = key.split('/');
  const [first, second] = rest;
  if (rest.length === 1 && first) {
    return { kind: 'PipelineRun', namespace, name: first };
  }
  if (rest.length === 2 && first === 'taskruns') {
    return { kind: 'TaskRun', namespace, name: second };
  }
  throw new SourceFailure('internal', `'${key}' is no run of Tekton`);
}

/** Where a run is, as a handle remembers it. */
export function handleOf(address: ObjectAddress): OperationHandle {
  return { ...address };
}

/** The address that a handle remembers. */
export function addressOf(handle: OperationHandle): ObjectAddress {
  return addressFrom(handle);
}
