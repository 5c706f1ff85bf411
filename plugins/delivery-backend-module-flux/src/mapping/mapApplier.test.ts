import { map } from '../__testUtils__/around';
import {
  artifact,
  condition,
  fluxObject,
  gitRepository,
  helmChart,
  helmRelease,
  helmRepository,
  kustomization,
  NEXT_SHA,
  release,
  SHA,
} from '../__testUtils__/fluxObjects';

const DIGEST = 'd'.repeat(64);

describe('what a target is made from', () => {
  it('behind OCI, is the artifact, and what the artifact says that it came from', () => {
    const { target, deployments } = map(
      kustomization('shop', {
        spec: {
          path: './',
          sourceRef: { kind: 'OCIRepository', name: 'apps' },
        },
        status: {
          lastAppliedRevision: `v1@sha256:${DIGEST}`,
          lastAttemptedRevision: `v1@sha256:${DIGEST}`,
          lastAppliedOriginRevision: `main@sha1:${SHA}`,
          history: [
            {
              digest: `sha256:${'1'.repeat(64)}`,
              firstReconciled: '2026-11-01T08:00:00Z',
              lastReconciled: '2026-11-01T08:00:00Z',
              lastReconciledDuration: '1s',
              lastReconciledStatus: 'ReconciliationSucceeded',
              totalReconciliations: 1,
              metadata: {
                revision: `v1@sha256:${DIGEST}`,
                originRevision: `main@sha1:${SHA}`,
              },
            },
          ],
        },
      }),
      [
        fluxObject(
          'OCIRepository',
          'apps',
          { url: 'oci://ghcr.io/acme/manifests', ref: { tag: 'v1' } },
          {
            conditions: [condition('Ready', 'True')],
            artifact: artifact(`v1@sha256:${'e'.repeat(64)}`, {
              'org.opencontainers.image.source':
                'https://robot:secret@github.com/acme/gitops',
              'org.opencontainers.image.revision': `main@sha1:${NEXT_SHA}`,
            }),
          },
        ),
      ],
    );
    expect(target.desired).toEqual([
      {
        url: 'oci://ghcr.io/acme/manifests',
        path: '',
        targetRevision: 'v1',
        revision: `v1@sha256:${DIGEST}`,
        available: `v1@sha256:${'e'.repeat(64)}`,
      },
      {
        url: 'https://github.com/acme/gitops',
        revision: SHA,
        available: NEXT_SHA,
      },
    ]);
    expect(target.conditions).toContainEqual(
      expect.objectContaining({
        type: 'OriginRevision',
        message: expect.stringMatching(/^The source says/),
      }),
    );
    expect(deployments[0].revisions).toEqual([`v1@sha256:${DIGEST}`, SHA]);
  });

  it('is a bucket', () => {
    const { target } = map(
      kustomization('shop', {
        spec: { sourceRef: { kind: 'Bucket', name: 'apps' } },
        status: {
          lastAppliedRevision: `sha256:${DIGEST}`,
          lastAttemptedRevision: `sha256:${DIGEST}`,
        },
      }),
      [
        fluxObject(
          'Bucket',
          'apps',
          { endpoint: 'minio.example.com', bucketName: 'manifests' },
          {
            conditions: [condition('Ready', 'True')],
            artifact: artifact(`sha256:${DIGEST}`),
          },
        ),
      ],
    );
    expect(target.desired).toEqual([
      {
        url: 's3://minio.example.com/manifests',
        path: 'apps/shop/overlays/production',
        revision: `sha256:${DIGEST}`,
      },
    ]);
    expect(target.sync.status).toBe('synced');
  });

  it('is a chart of a repository, with what the repository has newer', () => {
    const { target } = map(helmRelease('shop'), [
      helmRepository(),
      helmChart('shop', '1.3.0'),
    ]);
    expect(target.desired).toEqual([
      {
        url: 'https://charts.example.com',
        chart: 'shop',
        targetRevision: '1.x',
        revision: '1.2.0',
        available: '1.3.0',
      },
    ]);
    expect(target.sync.status).toBe('outOfSync');
    expect(target.destinationNamespace).toBe('shop');
  });

  it('is a chart from an OCI repository, whose digest is no part of the version', () => {
    const chartVersion = '1.2.0+dddddddddddd';
    const { target } = map(
      helmRelease('shop', {
        spec: {
          chart: undefined,
          chartRef: { kind: 'OCIRepository', name: 'shop-chart' },
        },
        status: {
          lastAttemptedRevision: chartVersion,
          history: [
            release(2, { chartVersion, ociDigest: `sha256:${DIGEST}` }),
          ],
        },
      }),
      [
        fluxObject(
          'OCIRepository',
          'shop-chart',
          { url: 'oci://ghcr.io/acme/charts/shop', ref: { semver: '1.x' } },
          {
            conditions: [condition('Ready', 'True')],
            artifact: artifact(`1.2.0@sha256:${DIGEST}`),
          },
        ),
      ],
    );
    expect(target.desired).toEqual([
      {
        url: 'oci://ghcr.io/acme/charts/shop',
        chart: 'shop',
        targetRevision: '1.x',
        revision: '1.2.0',
      },
    ]);
    expect(target.sync.status).toBe('synced');
  });

  it('is a folder of Git with a chart in it, whose commit is told only where the version does', () => {
    const chart = (sourceRevision: string, revision: string) =>
      fluxObject(
        'HelmChart',
        'flux-system-shop',
        {
          chart: './charts/shop',
          sourceRef: { kind: 'GitRepository', name: 'gitops' },
          valuesFiles: ['./charts/shop/values-prod.yaml'],
        },
        {
          conditions: [condition('Ready', 'True')],
          artifact: artifact(revision),
          observedSourceArtifactRevision: sourceRevision,
        },
      );
    const of = (chartVersion: string) =>
      map(
        helmRelease('shop', {
          spec: {
            chart: {
              spec: {
                chart: './charts/shop',
                sourceRef: { kind: 'GitRepository', name: 'gitops' },
                valuesFiles: ['./charts/shop/values-prod.yaml'],
              },
            },
          },
          status: {
            lastAttemptedRevision: chartVersion,
            history: [release(1, { chartVersion })],
          },
        }),
        [gitRepository(), chart(`main@sha1:${SHA}`, chartVersion)],
      ).target.desired;
    const place = {
      url: 'https://github.com/acme/gitops.git',
      path: 'charts/shop',
      files: ['charts/shop/values-prod.yaml'],
      targetRevision: 'main',
    };
    expect(of('1.0.0')).toEqual([place]);
    expect(of(`1.0.0+${SHA.slice(0, 12)}`)).toEqual([
      { ...place, revision: SHA },
    ]);
  });

  it('has no URL where its source cannot be looked at, and keeps the folder', () => {
    expect(
      map(kustomization('shop'), [], ['GitRepository']).target.desired,
    ).toEqual([
      { url: '', path: 'apps/shop/overlays/production', revision: SHA },
    ]);
  });
});

describe('a target', () => {
  it('manages the workloads of its inventory', () => {
    expect(map(kustomization('shop')).target.manages).toEqual([
      {
        group: 'apps',
        kind: 'Deployment',
        namespace: 'shop-production',
        name: 'shop',
      },
    ]);
  });

  it.each([
    ['appliers only', ['a_b_kustomize.toolkit.fluxcd.io_Kustomization'], true],
    [
      'a release and its values',
      [
        'a_b_helm.toolkit.fluxcd.io_HelmRelease',
        'a_c__ConfigMap',
        '_a__Namespace',
      ],
      true,
    ],
    ['sources only', ['a_b_source.toolkit.fluxcd.io_GitRepository'], false],
    [
      'a release and a workload',
      ['a_b_helm.toolkit.fluxcd.io_HelmRelease', 'a_c_apps_Deployment'],
      false,
    ],
    [
      'a release and something that is not known here',
      ['a_b_helm.toolkit.fluxcd.io_HelmRelease', 'a_c_example.com_Engine'],
      false,
    ],
    [
      'a release and an id that cannot be read',
      ['a_b_helm.toolkit.fluxcd.io_HelmRelease', 'what'],
      false,
    ],
    ['nothing', [], false],
  ])('that applies %s: parent is %#', (_, ids, parent) => {
    const { target } = map(
      kustomization('shop', {
        status: { inventory: { entries: ids.map(id => ({ id, v: 'v1' })) } },
      }),
    );
    expect(target.parent ?? false).toBe(parent);
  });

  it('of another cluster says that its name is not known', () => {
    const { target } = map(
      kustomization('shop', {
        spec: { kubeConfig: { secretRef: { name: 'prod-us' } } },
      }),
      [gitRepository()],
    );
    expect(target).not.toHaveProperty('cluster');
    expect(target.conditions).toMatchObject([
      {
        type: 'RemoteCluster',
        message: expect.stringContaining('the Secret prod-us'),
      },
    ]);
  });

  it('has the images that it sets, its dependencies, labels, tenant and generator', () => {
    const { target } = map(
      kustomization('shop', {
        metadata: {
          labels: {
            'backstage.io/kubernetes-id': 'shop',
            'toolkit.fluxcd.io/tenant': 'payments',
            'resourceset.fluxcd.controlplane.io/name': 'previews',
          },
        },
        spec: {
          dependsOn: [{ name: 'ingress' }, { name: 'x', namespace: 'y' }],
          images: [
            { name: 'shop', newName: 'ghcr.io/acme/shop', newTag: '1.4.2' },
            { name: 'ghcr.io/acme/proxy', digest: `sha256:${DIGEST}` },
            { name: 'left-as-it-is' },
            'nonsense',
          ],
        },
      }),
      [gitRepository()],
    );
    expect(target).toMatchObject({
      project: 'payments',
      labels: { 'backstage.io/kubernetes-id': 'shop' },
      generatedBy: { resource: 'ResourceSet', name: 'previews' },
      imagesAre: 'desired',
      images: [
        { repository: 'ghcr.io/acme/shop', tag: '1.4.2' },
        { repository: 'ghcr.io/acme/proxy', digest: `sha256:${DIGEST}` },
      ],
      dependsOn: [
        {
          resource: 'Kustomization',
          namespace: 'flux-system',
          name: 'ingress',
        },
        { resource: 'Kustomization', namespace: 'y', name: 'x' },
      ],
    });
  });

  it.each([
    ['a request that was not handled', 'b', 'a', false, 'queued'],
    ['a request that was handled', 'a', 'a', false, undefined],
    [
      'a request while suspended, which Flux refuses',
      'b',
      'a',
      true,
      undefined,
    ],
  ])('%s', (_, asked, handled, suspend, status) => {
    const { target } = map(
      kustomization('shop', {
        metadata: {
          annotations: { 'reconcile.fluxcd.io/requestedAt': asked },
        },
        spec: { suspend },
        status: { lastHandledReconcileAt: handled },
      }),
    );
    expect(target.operation?.status).toBe(status);
  });

  it.each([
    ['absent', {}, []],
    ['unknown', { verify: {} }, []],
    ['verified', { verify: {} }, [condition('SourceVerified', 'True')]],
    ['failed', { verify: {} }, [condition('SourceVerified', 'False')]],
    ['unknown', { verify: {} }, [condition('SourceVerified', 'Unknown')]],
    ['unknown', { verify: {} }, [condition('SourceVerified', 'Maybe')]],
    [
      'unknown',
      { verify: {} },
      [{ ...condition('SourceVerified', 'True'), observedGeneration: 0 }],
    ],
  ])('is %s where its source has %j, %j', (status, spec, conditions) => {
    const { target } = map(kustomization('shop'), [
      gitRepository('gitops', { spec, status: { conditions } }),
    ]);
    expect(target.verification?.status).toBe(status);
  });

  it('finds the workloads of a release by their labels where it has no inventory', () => {
    const deployment = {
      kind: 'Deployment',
      metadata: {
        name: 'shop',
        namespace: 'shop',
        labels: {
          'helm.toolkit.fluxcd.io/name': 'shop',
          'helm.toolkit.fluxcd.io/namespace': 'flux-system',
        },
      },
    };
    const pointer = {
      group: 'apps',
      kind: 'Deployment',
      namespace: 'shop',
      name: 'shop',
    };
    expect(map(helmRelease('shop'), [deployment]).target.manages).toEqual([
      pointer,
    ]);
    expect(
      map(
        helmRelease('shop', {
          spec: { kubeConfig: { secretRef: { name: 'elsewhere' } } },
        }),
        [deployment],
      ).target.manages,
    ).toBeUndefined();
  });
});
