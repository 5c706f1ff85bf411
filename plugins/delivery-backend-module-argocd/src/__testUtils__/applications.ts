type Json = Record<string, any>;

const SHA = 'a'.repeat(40);

/** An application that is well, with one deployment behind it. */
export function wellApplication(name: string, namespace = 'argocd'): Json {
  return {
    metadata: {
      name,
      namespace,
      uid: `uid-of-${name}`,
      resourceVersion: '100',
      creationTimestamp: '2026-01-10T08:00:00Z',
      labels: { team: 'shop' },
    },
    spec: {
      project: 'shop',
      destination: {
        server: 'https://kubernetes.default.svc',
        namespace: 'checkout',
      },
      source: {
        repoURL: 'https://git.example.test/shop/deploy.git',
        path: 'overlays/prod',
        targetRevision: 'main',
      },
    },
    status: {
      sync: { status: 'Synced', revision: SHA },
      health: { status: 'Healthy' },
      reconciledAt: '2026-01-15T09:41:00Z',
      resources: [
        {
          group: 'apps',
          version: 'v1',
          kind: 'Deployment',
          namespace: 'checkout',
          name,
          status: 'Synced',
          health: { status: 'Healthy' },
        },
      ],
      history: [
        {
          id: 0,
          revision: SHA,
          deployStartedAt: '2026-01-14T10:00:00Z',
          deployedAt: '2026-01-14T10:00:09Z',
          initiatedBy: { username: 'ada' },
          source: {
            repoURL: 'https://git.example.test/shop/deploy.git',
            path: 'overlays/prod',
            targetRevision: 'main',
          },
        },
      ],
      operationState: {
        phase: 'Succeeded',
        message: 'successfully synced (all tasks run)',
        startedAt: '2026-01-14T10:00:00Z',
        finishedAt: '2026-01-14T10:00:09Z',
        operation: {
          sync: { revision: SHA },
          initiatedBy: { username: 'ada' },
        },
        syncResult: {
          revision: SHA,
          source: {
            repoURL: 'https://git.example.test/shop/deploy.git',
            path: 'overlays/prod',
            targetRevision: 'main',
          },
        },
      },
      summary: { images: ['registry.example.test/shop/checkout:1.4.2'] },
    },
  };
}
