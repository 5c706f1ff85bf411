import {
  addressFrom,
  locateObject,
  patchObject,
  type KubernetesClient,
} from '@throughline/plugin-delivery-kubernetes-node';
import type {
  OperationProgress,
  SourceOperation,
  TargetItem,
} from '@throughline/plugin-delivery-node';
import { conditionOf, wordsOf } from '../objects/base';
import {
  HELM_NAME_LABEL,
  HELM_NAMESPACE_LABEL,
  KUSTOMIZE_NAME_LABEL,
  KUSTOMIZE_NAMESPACE_LABEL,
} from '../objects/kinds';
import { applierOf, objectOf } from './FluxHandle';
import {
  OPERATION,
  readFluxObject,
  type LiveFluxObject,
} from './LiveFluxObject';

/** Suspends a Kustomization or HelmRelease, or resumes it, by its specification. */
export function suspensionOperation(
  connect: () => KubernetesClient,
  operation: 'suspend' | 'resume',
): SourceOperation {
  const suspend = operation === 'suspend';
  return {
    operation,
    subject: 'target',
    resources: ['Kustomization', 'HelmRelease'],
    unavailable(subject) {
      const isSuspended = applierOf(subject).health.status === 'suspended';
      if (isSuspended === suspend) {
        return suspend ? 'it is suspended already' : 'it is not suspended';
      }
      return undefined;
    },
    async start({ subject, token }, { signal }) {
      const client = connect();
      const target = applierOf(subject);
      const address = await locateObject(client, objectOf(target), signal);
      await patchObject(
        client,
        address,
        {
          metadata: { annotations: { [OPERATION]: token } },
          spec: { suspend },
        },
        { signal },
      );
      return { ...address, ...ownerOf(target) };
    },
    async find({ subject, token }, { signal }) {
      const client = connect();
      const target = applierOf(subject);
      const address = await locateObject(client, objectOf(target), signal);
      const live = await readFluxObject(client, address, signal);
      return live?.annotations[OPERATION] === token
        ? { ...address, ...ownerOf(target) }
        : undefined;
    },
    async follow(handle, { signal }) {
      const live = await readFluxObject(connect(), addressFrom(handle), signal);
      return judgeSuspension(live, { suspend, owner: handle.owner });
    },
  };
}

/** How far a suspension, or its end, has come. */
export function judgeSuspension(
  live: LiveFluxObject | undefined,
  { suspend, owner }: { suspend: boolean; owner?: string },
): OperationProgress {
  if (!live) {
    return { state: 'failed', message: 'it is gone' };
  }
  const { facts } = live;
  const note = owner
    ? `It is itself applied from Git by ${owner}, which may undo this: change spec.suspend there as well.`
    : undefined;
  if (facts.suspended !== suspend) {
    const undone = suspend ? 'it was resumed again' : 'it was suspended again';
    return {
      state: 'failed',
      message: [undone, note].filter(Boolean).join('. '),
    };
  }
  if (suspend) {
    return { state: 'succeeded', ...(note ? { message: note } : {}) };
  }
  const ready = conditionOf(facts, 'Ready');
  const seen = Math.max(
    facts.observedGeneration ?? 0,
    ready?.observedGeneration ?? 0,
  );
  if (seen < (facts.generation ?? 0)) {
    return { state: 'running', message: 'Flux has not looked at it yet' };
  }
  const trouble =
    ready?.status === 'False' ? `It goes on, and fails: ${wordsOf(ready)}` : '';
  const message = [trouble, note].filter(Boolean).join('. ');
  return { state: 'succeeded', ...(message ? { message } : {}) };
}

function ownerOf({ labels }: TargetItem): { owner?: string } {
  const pairs = [
    ['Kustomization', KUSTOMIZE_NAME_LABEL, KUSTOMIZE_NAMESPACE_LABEL],
    ['HelmRelease', HELM_NAME_LABEL, HELM_NAMESPACE_LABEL],
  ];
  const [kind, name, namespace] =
    pairs.find(([, label]) => labels[label] !== undefined) ?? [];
  return kind
    ? { owner: `${kind} ${labels[namespace] ?? ''}/${labels[name]}` }
    : {};
}
