import {
  uidOf,
  type FakeObject,
} from '@throughline/plugin-delivery-kubernetes-node/testing';

export const DIGEST = `sha256:${'ab'.repeat(32)}`;

/** A Deployment that is all well; `spec`, `status` and `metadata` are merged in. */
export function deployment(
  name: string,
  changes: {
    metadata?: object;
    spec?: object;
    status?: object;
    image?: string;
    revision?: string;
  } = {},
): FakeObject {
  const replicas = 2;
  return {
    metadata: {
      namespace: 'shop',
      name,
      generation: 3,
      labels: { 'app.kubernetes.io/name': name, noise: 'x' },
      annotations: {
        'deployment.kubernetes.io/revision': changes.revision ?? '1',
      },
      ...changes.metadata,
    },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: template(name, changes.image ?? `ghcr.io/acme/${name}:1.0.0`),
      ...changes.spec,
    },
    status: {
      observedGeneration: 3,
      replicas,
      updatedReplicas: replicas,
      readyReplicas: replicas,
      availableReplicas: replicas,
      conditions: [
        {
          type: 'Available',
          status: 'True',
          reason: 'MinimumReplicasAvailable',
        },
        {
          type: 'Progressing',
          status: 'True',
          reason: 'NewReplicaSetAvailable',
          lastUpdateTime: '2026-11-01T08:05:00Z',
        },
      ],
      ...changes.status,
    },
  };
}

export function template(
  name: string,
  image: string,
  annotations?: Record<string, string>,
): object {
  return {
    metadata: { labels: { app: name }, ...(annotations && { annotations }) },
    spec: { containers: [{ name: 'main', image, env: [] }] },
  };
}

/** A ReplicaSet of a Deployment. */
export function replicaSet(
  owner: string,
  hash: string,
  changes: {
    revision?: number;
    history?: string;
    image?: string;
    replicas?: number;
    createdAt?: string;
    annotations?: Record<string, string>;
  } = {},
): FakeObject {
  const image = changes.image ?? `ghcr.io/acme/${owner}:1.0.0`;
  return {
    metadata: {
      namespace: 'shop',
      name: `${owner}-${hash}`,
      ...(changes.createdAt && { creationTimestamp: changes.createdAt }),
      annotations: {
        'deployment.kubernetes.io/revision': String(changes.revision ?? 1),
        ...(changes.history && {
          'deployment.kubernetes.io/revision-history': changes.history,
        }),
      },
      ownerReferences: [
        {
          kind: 'Deployment',
          name: owner,
          uid: uidOf(`deployments/shop/${owner}`),
          controller: true,
        },
      ],
    },
    spec: {
      replicas: changes.replicas ?? 2,
      template: template(owner, image, changes.annotations),
    },
    status: { replicas: changes.replicas ?? 2 },
  };
}

/** A pod of a ReplicaSet, which runs and is ready. */
export function pod(
  owner: string,
  hash: string,
  suffix: string,
  changes: {
    image?: string;
    digest?: string;
    ready?: boolean;
    phase?: string;
    waiting?: string;
    containers?: object[];
    status?: object;
    controller?: object;
  } = {},
): FakeObject {
  const image = changes.image ?? `ghcr.io/acme/${owner}:1.0.0`;
  const ready = changes.ready ?? true;
  const [repository] = image.split(':');
  return {
    metadata: {
      namespace: 'shop',
      name: `${owner}-${hash}-${suffix}`,
      labels: { app: owner, 'pod-template-hash': hash },
      ownerReferences: [
        {
          kind: 'ReplicaSet',
          name: `${owner}-${hash}`,
          uid: uidOf(`replicasets/shop/${owner}-${hash}`),
          controller: true,
          ...changes.controller,
        },
      ],
    },
    spec: {
      containers: [{ name: 'main', image }, ...(changes.containers ?? [])],
    },
    status: {
      phase: changes.phase ?? 'Running',
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
      containerStatuses: [
        {
          name: 'main',
          image,
          imageID: `${repository}@${changes.digest ?? DIGEST}`,
          ready,
          restartCount: 0,
          state: changes.waiting
            ? { waiting: { reason: changes.waiting } }
            : { running: {} },
        },
      ],
      ...changes.status,
    },
  };
}
