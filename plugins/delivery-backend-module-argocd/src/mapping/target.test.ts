import { applicationSchema } from '../api/schemas';
import { wellApplication } from '../__testUtils__/applications';
import { mapTarget } from './target';

const URL = 'https://argocd.example.test';
const map = (value: unknown) => mapTarget(applicationSchema.parse(value), URL);

function changed(change: (app: any) => void) {
  const app = wellApplication('checkout', 'team-shop');
  change(app);
  return map(app);
}

describe('mapTarget', () => {
  it('tells an application whole', () => {
    expect(map(wellApplication('checkout'))).toEqual({
      kind: 'target',
      key: 'argocd/checkout',
      type: 'application',
      resource: 'Application',
      group: 'argoproj.io',
      name: 'checkout',
      namespace: 'argocd',
      project: 'shop',
      cluster: { server: 'https://kubernetes.default.svc' },
      destinationNamespace: 'checkout',
      labels: { team: 'shop' },
      manages: [
        {
          group: 'apps',
          kind: 'Deployment',
          namespace: 'checkout',
          name: 'checkout',
        },
      ],
      desired: [
        {
          url: 'https://git.example.test/shop/deploy.git',
          path: 'overlays/prod',
          targetRevision: 'main',
          revision: 'a'.repeat(40),
        },
      ],
      sync: { status: 'synced', raw: 'Synced' },
      health: { status: 'healthy', raw: 'Healthy' },
      images: [
        { repository: 'registry.example.test/shop/checkout', tag: '1.4.2' },
      ],
      imagesAre: 'running',
      operation: {
        type: 'sync',
        status: 'succeeded',
        raw: 'Succeeded',
        message: 'successfully synced (all tasks run)',
        startedAt: '2026-01-14T10:00:00.000Z',
        finishedAt: '2026-01-14T10:00:09.000Z',
      },
      drift: { count: 0, resources: [] },
      url: `${URL}/applications/argocd/checkout`,
    });
  });

  it('needs nothing but a name', () => {
    expect(map({ metadata: { name: 'brand-new' } })).toMatchObject({
      key: 'brand-new',
      desired: [],
      images: [],
      sync: { status: 'unknown' },
      health: { status: 'unknown' },
    });
    expect(map({ metadata: { name: 'brand-new' } }).drift).toBeUndefined();
  });

  it('goes by namespace and name, as names repeat', () => {
    expect(map(wellApplication('a', 'x')).key).not.toBe(
      map(wellApplication('a', 'y')).key,
    );
  });

  it('encodes names in the link', () => {
    expect(map({ metadata: { name: '../x', namespace: 'a b' } }).url).toBe(
      `${URL}/applications/a%20b/..%2Fx`,
    );
  });

  describe('several sources', () => {
    const sources = [
      { repoURL: 'https://charts.test', chart: 'web', targetRevision: '1.x' },
      { repoURL: 'https://git.test/values.git', ref: 'values' },
    ];

    it('are told index by index with their revisions', () => {
      const target = changed(app => {
        app.spec.source = { repoURL: '' };
        app.spec.sources = sources;
        app.status.sync = {
          status: 'Synced',
          revision: '',
          revisions: ['1.4.2', 'b'.repeat(40)],
        };
      });
      expect(target.desired).toEqual([
        {
          url: 'https://charts.test',
          chart: 'web',
          targetRevision: '1.x',
          revision: '1.4.2',
        },
        { url: 'https://git.test/values.git', revision: 'b'.repeat(40) },
      ]);
    });

    it('have no revision where the revisions are not theirs', () => {
      const target = changed(app => {
        app.spec.sources = sources;
        app.status.sync.revisions = ['1.4.2'];
      });
      expect(target.desired.map(({ revision }) => revision)).toEqual([
        undefined,
        undefined,
      ]);
    });
  });

  it('tells the rendered branch and the dry source of a hydrated application', () => {
    const target = changed(app => {
      delete app.spec.source;
      app.spec.sourceHydrator = {
        drySource: {
          repoURL: 'https://git.test/dry.git',
          path: 'apps/a',
          targetRevision: 'main',
        },
        syncSource: { targetBranch: 'env/prod', path: 'a' },
      };
      app.status.sourceHydrator = {
        lastSuccessfulOperation: { drySHA: 'd'.repeat(40) },
      };
    });
    expect(target.desired).toEqual([
      {
        url: 'https://git.test/dry.git',
        path: 'a',
        rendered: true,
        targetRevision: 'env/prod',
        revision: 'a'.repeat(40),
      },
      {
        url: 'https://git.test/dry.git',
        path: 'apps/a',
        targetRevision: 'main',
        revision: 'd'.repeat(40),
      },
    ]);
  });

  it('remembers the ApplicationSet that generates it', () => {
    const target = changed(app => {
      app.metadata.ownerReferences = [
        { kind: 'ApplicationSet', name: 'regions', uid: 'x' },
      ];
    });
    expect(target.generatedBy).toEqual({
      resource: 'ApplicationSet',
      name: 'regions',
    });
  });

  describe('an application of applications', () => {
    const child = (kind: string, group = 'argoproj.io') => ({
      group,
      kind,
      name: kind,
    });
    it.each([
      [[child('Application')], true],
      [[child('Application'), child('ApplicationSet')], true],
      [[child('Application'), child('ConfigMap', '')], undefined],
      [[child('Application', 'app.k8s.io')], undefined],
      [[], undefined],
      [undefined, undefined],
    ])('%j: %s', (resources, parent) => {
      expect(
        changed(app => {
          app.status.resources = resources;
        }).parent,
      ).toBe(parent);
    });
  });

  it('tells drift resource by resource, in a stable order', () => {
    const resources = [
      { kind: 'Service', name: 'b', status: 'OutOfSync' },
      {
        kind: 'ConfigMap',
        name: 'a',
        status: 'OutOfSync',
        requiresPruning: true,
      },
      { kind: 'Secret', name: 'c', status: 'Synced' },
    ];
    const drift = (order: unknown[]) =>
      changed(app => {
        app.status.sync.status = 'OutOfSync';
        app.status.resources = order;
      }).drift;
    expect(drift(resources)).toEqual({
      count: 2,
      resources: [
        {
          kind: 'ConfigMap',
          name: 'a',
          status: 'OutOfSync',
          message: 'Git no longer has it: it waits to be pruned',
        },
        { kind: 'Service', name: 'b', status: 'OutOfSync' },
      ],
    });
    expect(drift([...resources].reverse())).toEqual(drift(resources));
  });

  it('claims no drift of zero where nothing was compared', () => {
    expect(
      changed(app => {
        app.status.sync.status = 'Unknown';
      }).drift,
    ).toBeUndefined();
  });

  describe('an operation', () => {
    it('that is asked for and has no state is queued', () => {
      expect(
        changed(app => {
          app.operation = { sync: {} };
          delete app.status.operationState;
        }).operation,
      ).toEqual({ type: 'sync', status: 'queued' });
    });

    it('that is asked for beside the state of the one before is queued', () => {
      expect(
        changed(app => {
          app.operation = { sync: {} };
        }).operation,
      ).toEqual({ type: 'sync', status: 'queued' });
    });

    it('that runs is running', () => {
      expect(
        changed(app => {
          app.operation = { sync: {} };
          app.status.operationState = {
            phase: 'Running',
            startedAt: '2026-01-14T10:00:00Z',
          };
        }).operation,
      ).toEqual({
        type: 'sync',
        status: 'running',
        raw: 'Running',
        startedAt: '2026-01-14T10:00:00.000Z',
      });
    });
  });

  it('says that it is being deleted', () => {
    expect(
      changed(app => {
        app.metadata.deletionTimestamp = '2026-01-15T10:00:00Z';
      }).conditions,
    ).toEqual([
      {
        type: 'Deleting',
        message: 'The application is being deleted',
        severity: 'warning',
      },
    ]);
  });

  it('leaves out what is no image, and sorts the rest', () => {
    expect(
      changed(app => {
        app.status.summary.images = ['b:2', 'NOT AN IMAGE', 'a:1', 'b:2'];
      }).images,
    ).toEqual([
      { repository: 'docker.io/library/a', tag: '1' },
      { repository: 'docker.io/library/b', tag: '2' },
    ]);
  });
});
