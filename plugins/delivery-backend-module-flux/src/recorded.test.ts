import { itemSchemas } from '@throughline/plugin-delivery-node/testing';
import type { FakeObject } from '@throughline/plugin-delivery-kubernetes-node/testing';
import {
  crdProblems,
  describeContracts,
  hasContracts,
  samples,
} from './__testUtils__/contracts';
import { map, read } from './__testUtils__/around';
import {
  gitRepository,
  helmChart,
  helmRelease,
  helmRepository,
  kustomization,
} from './__testUtils__/fluxObjects';
import failing from './__fixtures__/kustomization-failing-while-reconciling.json';
import suspended from './__fixtures__/kustomization-suspended-still-ready.json';
import stalled from './__fixtures__/helmrelease-stalled-test-failed.json';
import recorded from './__fixtures__/kustomization.json';
import verified from './__fixtures__/verified_git_repository.json';
import oci from './__fixtures__/oci_repository.json';

const told = (object: unknown, ...others: unknown[]) => {
  const { target, deployments } = map(
    object as FakeObject,
    others as FakeObject[],
  );
  for (const item of [target, ...deployments]) {
    expect(itemSchemas[item.kind].safeParse(item).error).toBeUndefined();
  }
  return { ...target, deployments };
};

describe('recorded objects', () => {
  it('a Kustomization that bootstraps Flux', () => {
    expect(told(recorded)).toMatchObject({
      health: { status: 'healthy' },
      desired: [
        {
          path: 'clusters/my-cluster',
          revision: 'c933408394a3af8fa7208af8c9abf7fe430f99d4',
        },
      ],
      manages: expect.arrayContaining([
        {
          group: 'apps',
          kind: 'Deployment',
          namespace: 'flux-system',
          name: 'source-controller',
        },
      ]),
    });
    expect(told(recorded)).not.toHaveProperty('parent');
    expect(told(recorded).manages).toHaveLength(4);
  });

  it('a failure is one while it is tried again', () => {
    expect(told(failing)).toMatchObject({
      health: { status: 'degraded', raw: 'Ready=False: ArtifactFailed' },
      sync: { status: 'outOfSync' },
      operation: { status: 'running', raw: 'ProgressingWithRetry' },
    });
  });

  it('what is suspended is not healthy because it once was ready', () => {
    expect(told(suspended)).toMatchObject({
      health: { status: 'suspended' },
      sync: { status: 'unknown' },
    });
  });

  it('a release whose tests failed is deployed, and failed', () => {
    expect(told(stalled)).toMatchObject({
      health: { status: 'degraded', raw: 'Stalled=True: RetriesExceeded' },
      sync: { status: 'unknown' },
      deployments: [{ outcome: 'failed', message: 'Its tests failed' }],
    });
  });

  it('a commit whose signature was verified', () => {
    expect(read(verified as FakeObject)).toMatchObject({
      verify: true,
      revision: 'master@sha1:dd3869b1a177432b60ea1e3ba99c10fc9db850fa',
      branch: 'master',
    });
  });

  it('an artifact that says where it came from', () => {
    expect(read(oci as FakeObject)).toMatchObject({
      origin: {
        url: 'https://github.com/stefanprodan/podinfo',
        revision: '6.3.6/073f1ec5aff930bd3411d33534e91cbe23302324',
      },
    });
  });
});

const name = hasContracts
  ? 'all recorded objects and the schemas'
  : 'all recorded objects and the schemas (skipped: they are not beside this checkout)';

describeContracts(name, () => {
  it('can be read, each of them', () => {
    const kinds: string[] = [];
    for (const object of hasContracts ? samples().values() : []) {
      const { metadata, kind } = object as {
        metadata?: { namespace?: string; name: string };
        kind?: string;
      };
      if (kind && kind !== 'Event' && metadata?.name !== '<release-name>') {
        kinds.push(String(read(object as unknown as FakeObject).kind));
      }
    }
    expect([...new Set(kinds)].sort()).toEqual([
      'GitRepository',
      'HelmRelease',
      'HelmRepository',
      'Kustomization',
      'OCIRepository',
    ]);
  });

  it('histories as the documentation prints them', () => {
    const all = samples();
    const of = (file: string, build: typeof kustomization) => {
      const { status } = all.get(file) as {
        status: Record<string, unknown>;
      };
      return told(build('shop', { status })).deployments;
    };
    expect(
      of('kustomization-status-history.yaml#0', kustomization),
    ).toMatchObject([
      {
        outcome: 'succeeded',
        revisions: ['450796ddb2ab6724ee1cc32a4be56da032d1cca0'],
      },
      { outcome: 'failed', message: 'HealthCheckFailed' },
    ]);
    const documents = [...all.keys()].filter(key =>
      key.startsWith('helmrelease-status-history.yaml#'),
    );
    const history = documents
      .map(key => all.get(key))
      .find(document => document?.status) as Record<string, unknown>;
    expect(
      told(
        helmRelease('podinfo', {
          spec: {
            chart: undefined,
            chartRef: { kind: 'OCIRepository', name: 'podinfo' },
            test: { enable: true },
          },
          status: history.status as Record<string, unknown>,
        }),
      ).deployments,
    ).toMatchObject([
      { outcome: 'succeeded', sequence: 1, revisions: ['6.6.1'] },
      { outcome: 'succeeded', sequence: 0, revisions: ['6.6.0'] },
    ]);
  });

  it.each([
    [
      'a Kustomization',
      kustomization('shop'),
      'kustomize.toolkit.fluxcd.io/v1',
    ],
    ['a HelmRelease', helmRelease('shop'), 'helm.toolkit.fluxcd.io/v2'],
    ['a GitRepository', gitRepository(), 'source.toolkit.fluxcd.io/v1'],
    ['a HelmRepository', helmRepository(), 'source.toolkit.fluxcd.io/v1'],
    ['a HelmChart', helmChart('shop', '1.2.0'), 'source.toolkit.fluxcd.io/v1'],
  ])('%s of these tests is as Flux has it', (_, object, apiVersion) => {
    expect(crdProblems({ apiVersion, ...object })).toEqual([]);
  });
});
