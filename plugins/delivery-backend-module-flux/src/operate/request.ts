import {
  addressFrom,
  locateObject,
  patchObject,
  type KubernetesClient,
  type ObjectAddress,
} from '@throughline/plugin-delivery-kubernetes-node';
import {
  SourceFailure,
  type SourceOperation,
} from '@throughline/plugin-delivery-node';
import { askSource } from './askSource';
import { applierOf, objectOf, requestHandle, sourceFrom } from './FluxHandle';
import { judgeRequest } from './judgeRequest';
import {
  FORCE_AT,
  readFluxObject,
  REQUESTED_AT,
  type LiveFluxObject,
} from './LiveFluxObject';
import { locateSource } from './locateSource';

/** How long a source is waited for before what is made from it is asked as well. */
const SOURCE_WAIT_MS = 6_000;

/**
 * Has Flux look at once: `reconcile` at the source first and then at what is made from it; `force` has a release upgraded
 * though nothing has changed.
 */
export function requestOperation(
  connect: () => KubernetesClient,
  operation: 'reconcile' | 'force',
  options: { sourceWaitMs?: number } = {},
): SourceOperation {
  const force = operation === 'force';
  const isAsked = ({ annotations, status }: LiveFluxObject, token: string) =>
    force
      ? annotations[FORCE_AT] === token
      : annotations[REQUESTED_AT] === token ||
        status.lastHandledReconcileAt === token;
  return {
    operation,
    subject: 'target',
    resources: force ? ['HelmRelease'] : ['Kustomization', 'HelmRelease'],
    unavailable: subject =>
      applierOf(subject).health.status === 'suspended'
        ? 'it is suspended'
        : undefined,
    async start({ subject, token }, { signal }) {
      const client = connect();
      const target = objectOf(applierOf(subject));
      const address = await locateObject(client, target, signal);
      const live = await readFluxObject(client, address, signal);
      if (!live || live.facts.suspended) {
        const why = live ? 'suspended: resume it first' : 'gone';
        throw new SourceFailure('protocol', `${titleOf(address)} is ${why}`);
      }
      const source = force
        ? undefined
        : await locateSource(client, live, signal);
      const isSourceAsked =
        source !== undefined &&
        (await askSource(client, source, token, {
          signal,
          waitMs: options.sourceWaitMs ?? SOURCE_WAIT_MS,
        }));
      const annotations = {
        [REQUESTED_AT]: token,
        ...(force ? { [FORCE_AT]: token } : {}),
      };
      await patchObject(
        client,
        address,
        { metadata: { annotations } },
        { signal },
      );
      return requestHandle(address, token, isSourceAsked ? source : undefined);
    },
    async find({ subject, token }, { signal }) {
      const client = connect();
      const target = objectOf(applierOf(subject));
      const address = await locateObject(client, target, signal);
      const live = await readFluxObject(client, address, signal);
      if (!live || !isAsked(live, token)) {
        return undefined;
      }
      const source = force
        ? undefined
        : await locateSource(client, live, signal);
      const fetched = source && (await readFluxObject(client, source, signal));
      return requestHandle(
        address,
        token,
        fetched && isAsked(fetched, token) ? source : undefined,
      );
    },
    async follow(handle, { signal }) {
      const client = connect();
      const read = async (address: ObjectAddress) => ({
        title: titleOf(address),
        live: await readFluxObject(client, address, signal),
      });
      const source = sourceFrom(handle);
      return judgeRequest(
        await read(addressFrom(handle)),
        source && (await read(source)),
        { token: handle.token, force },
      );
    },
  };
}

function titleOf({ kind, namespace, name }: ObjectAddress): string {
  return `${kind} ${namespace}/${name}`;
}
