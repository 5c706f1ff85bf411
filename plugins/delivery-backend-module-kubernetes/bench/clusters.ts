import { createServer, type ServerResponse } from 'node:http';
import { createHash } from 'node:crypto';

/**
 * Serves large clusters below `/<number>`, made up as they are asked for and never held: this process is not what is
 * measured. A pod is about 7 kB long, as pods are that have managed fields.
 */

const REVISIONS = 3;
const [deployments, podsEach] = process.argv.slice(2).map(Number);

const uid = (text: string) => {
  const hex = createHash('md5').update(text).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};
const digest = (text: string) =>
  `sha256:${createHash('sha256').update(text).digest('hex')}`;
const hashOf = (text: string) => uid(text).slice(0, 8);
const filler = 'f:metadata '.repeat(400);

function metadata(kind: string, name: string, owner?: object) {
  return {
    name,
    namespace: 'production',
    uid: uid(`${kind}/${name}`),
    resourceVersion: '100',
    generation: 3,
    creationTimestamp: '2026-11-01T08:00:00Z',
    managedFields: [{ manager: 'kube-controller-manager', fieldsV1: filler }],
    ...(owner && { ownerReferences: [{ ...owner, controller: true }] }),
  };
}

function template(name: string, revision: number) {
  return {
    metadata: { labels: { 'app.kubernetes.io/name': name } },
    spec: {
      containers: [
        {
          name: 'main',
          image: `registry.example.com/acme/${name}:1.${revision}.0`,
        },
        { name: 'metrics', image: 'registry.example.com/acme/metrics:2.4.1' },
      ],
    },
  };
}

function* deploymentsOf(cluster: string) {
  for (let number = 0; number < deployments; number++) {
    const name = `c${cluster}-service-${number}`;
    yield {
      metadata: {
        ...metadata('Deployment', name),
        labels: {
          'app.kubernetes.io/name': name,
          'app.kubernetes.io/version': `1.${REVISIONS}.0`,
          'backstage.io/kubernetes-id': name,
          environment: 'production',
        },
        annotations: { 'deployment.kubernetes.io/revision': String(REVISIONS) },
      },
      spec: { replicas: podsEach, template: template(name, REVISIONS) },
      status: {
        observedGeneration: 3,
        replicas: podsEach,
        updatedReplicas: podsEach,
        readyReplicas: podsEach,
        availableReplicas: podsEach,
        conditions: [
          {
            type: 'Progressing',
            status: 'True',
            reason: 'NewReplicaSetAvailable',
          },
        ],
      },
    };
  }
}

function* replicaSetsOf(cluster: string) {
  for (const deployment of deploymentsOf(cluster)) {
    const { name } = deployment.metadata;
    for (let revision = 1; revision <= REVISIONS; revision++) {
      const hash = hashOf(`${name}/${revision}`);
      yield {
        metadata: {
          ...metadata('ReplicaSet', `${name}-${hash}`, {
            kind: 'Deployment',
            name,
            uid: deployment.metadata.uid,
          }),
          annotations: {
            'deployment.kubernetes.io/revision': String(revision),
          },
        },
        spec: {
          replicas: revision === REVISIONS ? podsEach : 0,
          template: template(name, revision),
        },
      };
    }
  }
}

function* podsOf(cluster: string) {
  for (const deployment of deploymentsOf(cluster)) {
    const { name } = deployment.metadata;
    const hash = hashOf(`${name}/${REVISIONS}`);
    const owner = {
      kind: 'ReplicaSet',
      name: `${name}-${hash}`,
      uid: uid(`ReplicaSet/${name}-${hash}`),
    };
    const { containers } = template(name, REVISIONS).spec;
    for (let number = 0; number < podsEach; number++) {
      const own = `${name}-${hash}-${String(number).padStart(5, '0')}`;
      yield {
        metadata: {
          ...metadata('Pod', own, owner),
          labels: {
            'app.kubernetes.io/name': name,
            'pod-template-hash': hash,
          },
        },
        spec: { containers, nodeName: `node-${number}` },
        status: {
          phase: 'Running',
          podIP: '10.0.0.1',
          conditions: [{ type: 'Ready', status: 'True' }],
          containerStatuses: containers.map(({ name: container, image }) => ({
            name: container,
            image,
            imageID: `${image.split(':')[0]}@${digest(image)}`,
            ready: true,
            restartCount: 0,
            state: { running: { startedAt: '2026-11-01T08:00:00Z' } },
          })),
        },
      };
    }
  }
}

const resources: Record<
  string,
  ((cluster: string) => Iterable<object>) | undefined
> = {
  deployments: deploymentsOf,
  replicasets: replicaSetsOf,
  pods: podsOf,
};
const kinds: Record<string, [string, string][]> = {
  '/api/v1': [['pods', 'Pod']],
  '/apis/apps/v1': [
    ['deployments', 'Deployment'],
    ['replicasets', 'ReplicaSet'],
    ['statefulsets', 'StatefulSet'],
    ['daemonsets', 'DaemonSet'],
    ['controllerrevisions', 'ControllerRevision'],
  ],
  '/apis/batch/v1': [
    ['jobs', 'Job'],
    ['cronjobs', 'CronJob'],
  ],
};

async function sendList(url: URL, cluster: string, response: ServerResponse) {
  const plural = url.pathname.split('/').pop()!;
  const limit = Number(url.searchParams.get('limit') ?? Infinity);
  const from = Number(url.searchParams.get('continue') ?? 0);
  response.write('{"kind":"List","items":[');
  let number = 0;
  let more = false;
  for (const item of resources[plural]?.(cluster) ?? []) {
    if (number >= from + limit) {
      more = true;
      break;
    }
    if (number >= from) {
      const text = `${number > from ? ',' : ''}${JSON.stringify(item)}`;
      if (!response.write(text)) {
        await new Promise(resolve => response.once('drain', resolve));
      }
    }
    number++;
  }
  response.end(
    `],"metadata":${JSON.stringify({
      resourceVersion: '100',
      ...(more && { continue: String(from + limit) }),
    })}}`,
  );
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://clusters');
  const [, cluster, ...rest] = url.pathname.split('/');
  const path = `/${rest.join('/')}`;
  if (url.searchParams.has('watch')) {
    response.flushHeaders();
  } else if (path === '/apis') {
    response.end(
      JSON.stringify({
        groups: ['apps', 'batch'].map(name => ({
          name,
          versions: [{ version: 'v1' }],
        })),
      }),
    );
  } else if (kinds[path]) {
    response.end(
      JSON.stringify({
        resources: kinds[path].map(([name, kind]) => ({
          name,
          kind,
          namespaced: true,
        })),
      }),
    );
  } else {
    void sendList(url, cluster, response);
  }
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(address && typeof address === 'object' ? address.port : 0);
});
process.on('disconnect', () => process.exit());
