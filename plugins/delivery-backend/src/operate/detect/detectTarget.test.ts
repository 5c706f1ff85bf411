import { mockServices } from '@backstage/backend-test-utils';
import type { TargetItem } from '@throughline/plugin-delivery-node';
import type { LinkedTarget } from '../../read/EntityRecord';
import { FakeForge } from '../../tests/FakeForge';
import { FakeSource } from '../../tests/FakeProvider';
import { application, GITOPS, IMAGE } from '../../tests/world';
import { detectTarget } from './detectTarget';
import { ruleFor } from './placeOf';
import { SourceOpener } from './SourceOpener';

const URL = 'https://github.com/acme/gitops.git';
const VALUES = 'github.com/acme/values';
const RUNS = [{ repository: IMAGE, tag: '1.4.2' }];
const deployment = (image: string) =>
  `apiVersion: apps/v1
kind: Deployment
metadata: {name: checkout}
spec:
  template:
    spec:
      containers:
        - name: proxy
          image: registry.example.com/acme/proxy:2.0
        - name: checkout # ours
          image: ${image}
`;

interface World {
  files: Record<string, string>;
  target?: Partial<TargetItem>;
  parents?: TargetItem[];
  workloads?: TargetItem[];
  /** Files of another repository. */
  values?: Record<string, string>;
  branches?: Record<string, Record<string, string>>;
  fails?: () => Promise<never>;
  signal?: AbortSignal;
}

async function detect(world: World) {
  const forges = [
    new FakeForge(GITOPS, world.files),
    new FakeForge(VALUES, world.values ?? {}),
  ];
  for (const [branch, files] of Object.entries(world.branches ?? {})) {
    forges[0].write(branch, 'Begin', files);
  }
  if (world.fails) {
    forges[0].read = world.fails;
  }
  const sources = forges.map((writer, index) =>
    Object.assign(new FakeSource(`forge:${index}`, []), { writer }),
  );
  const item = application('checkout-eu', {
    images: RUNS,
    desired: [{ url: URL, path: 'apps/checkout/eu', targetRevision: 'main' }],
    ...world.target,
  });
  const linked = {
    stored: { id: 'target', sourceId: 'argocd:test', item },
    workloads: (world.workloads ?? []).map(each => ({ item: each })),
  } as unknown as LinkedTarget;
  const { placed, because } = await detectTarget(linked, undefined, {
    opener: new SourceOpener({
      sources,
      context: {
        signal: world.signal ?? AbortSignal.timeout(5_000),
        logger: mockServices.logger.mock(),
      },
    }),
    parents: async () => world.parents ?? [],
  });
  return {
    because,
    found: placed.map(({ place }) => [
      place.file,
      place.current,
      place.runs,
      place.match,
    ]),
    rules: placed.map(ruleFor),
    remarks: placed.flatMap(({ candidate }) => candidate.remarks ?? []),
  };
}

const EU = 'apps/checkout/eu';

describe('a kustomization', () => {
  it('names the image itself', async () => {
    const { found, rules } = await detect({
      files: {
        [`${EU}/kustomization.yaml`]: `# eu
images:
  - name: registry.example.com/acme/other
    newTag: "9"
  - name: ${IMAGE} # the service
    newTag: 1.4.2
`,
      },
    });
    expect(found).toEqual([
      [`${EU}/kustomization.yaml`, '1.4.2', '1.4.2', 'same'],
    ]);
    expect(rules[0]).toMatchObject({
      strategy: 'kustomizeImages',
      repository: GITOPS,
      image: IMAGE,
    });
  });

  it('gives a short name another one', async () => {
    const { rules } = await detect({
      files: {
        [`${EU}/kustomization.yml`]: `images: [{name: app, newName: ${IMAGE}, newTag: 1.4.3}]\n`,
      },
    });
    expect(rules[0]).toMatchObject({ file: `${EU}/kustomization.yml` });
  });

  it('is looked through down to the base that names it, and says that others include it', async () => {
    const { found, remarks } = await detect({
      files: {
        [`${EU}/kustomization.yaml`]: 'resources: [../base, service.yaml]\n',
        'apps/checkout/base/kustomization.yaml': `components: [../tags]
resources: [deployment.yaml, 'https://github.com/acme/common//base?ref=v1', '../../../../outside']
`,
        'apps/checkout/tags/kustomization.yaml': `kind: Component
images:
- name: ${IMAGE}
  newTag: 1.4.1
`,
        'apps/checkout/base/deployment.yaml': deployment(`${IMAGE}:0.0.0`),
      },
    });
    expect(found).toEqual([
      ['apps/checkout/tags/kustomization.yaml', '1.4.1', '1.4.2', 'differs'],
    ]);
    expect(remarks.join()).toContain('whatever else includes it');
  });

  it('that names no image leaves it to the manifests that it includes', async () => {
    const { found, rules } = await detect({
      files: {
        [`${EU}/kustomization.yaml`]: 'resources: [../base]\n',
        'apps/checkout/base/kustomization.yaml':
          'resources: [deployment.yaml]\n',
        'apps/checkout/base/deployment.yaml': deployment(`${IMAGE}:1.4.2`),
      },
    });
    expect(found).toEqual([
      ['apps/checkout/base/deployment.yaml', '1.4.2', '1.4.2', 'same'],
    ]);
    expect(rules[0].path).toBe(
      'spec.template.spec.containers[name=checkout].image',
    );
  });

  it('that includes itself ends', async () => {
    const { because } = await detect({
      files: {
        [`${EU}/kustomization.yaml`]: 'resources: [../eu, ../us]\n',
        'apps/checkout/us/kustomization.yaml': 'resources: [../eu]\n',
      },
    });
    expect(because).toContain(`no file in ${EU} names an image`);
  });

  it('pins a digest', async () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const { found } = await detect({
      files: {
        [`${EU}/kustomization.yaml`]: `images:\n- name: ${IMAGE}\n  digest: ${digest}\n`,
      },
      target: { images: [{ repository: IMAGE, digest, tag: '1.4.2' }] },
    });
    expect(found[0]).toEqual([
      `${EU}/kustomization.yaml`,
      digest,
      digest,
      'same',
    ]);
  });

  it('whose entry says no version is no proposal', async () => {
    const { found, because } = await detect({
      files: {
        [`${EU}/kustomization.yaml`]: `images: [{name: app, newName: ${IMAGE}}]\n`,
      },
    });
    expect(found).toEqual([]);
    expect(because).toContain('what was found cannot be written to');
  });
});

describe('a chart’s values', () => {
  const chart = {
    'apps/ledger/chart/Chart.yaml': 'name: ledger\n',
    'apps/ledger/chart/values.yaml': `image:
  repository: ${IMAGE}
  tag: ''
`,
  };
  const path = 'apps/ledger/chart';

  it('of one environment have the tag of what the chart’s own values name', async () => {
    const { found, rules } = await detect({
      files: {
        ...chart,
        'apps/ledger/values-eu.yaml':
          '# eu: what differs\nimage:\n  tag: "1.4.2"\nreplicas: 2\n',
      },
      target: {
        desired: [{ url: URL, path, files: ['apps/ledger/values-eu.yaml'] }],
      },
    });
    expect(found).toEqual([
      ['apps/ledger/values-eu.yaml', '1.4.2', '1.4.2', 'same'],
    ]);
    expect(rules[0]).toMatchObject({ strategy: 'value', path: 'image.tag' });
  });

  it('may be in a repository of their own', async () => {
    const { found, rules } = await detect({
      files: chart,
      values: { 'ledger/values-eu.yaml': 'image: {tag: 1.4.3}\n' },
      target: {
        desired: [
          { url: URL, path },
          { url: `https://${VALUES}`, files: ['ledger/values-eu.yaml'] },
        ],
      },
    });
    expect(found).toEqual([
      ['ledger/values-eu.yaml', '1.4.3', '1.4.2', 'differs'],
    ]);
    expect(rules[0].repository).toBe(VALUES);
  });

  it('of an umbrella have it under a component, with registry and digest', async () => {
    const digest = `sha256:${'b'.repeat(64)}`;
    const { rules } = await detect({
      files: {
        'apps/ledger/chart/Chart.yaml': 'name: umbrella\n',
        'apps/ledger/chart/values.yaml': `global: {registry: x}
proxy:
  image: {repository: registry.example.com/acme/proxy, tag: 1.4.2}
checkout:
  image: # ours
    registry: registry.example.com
    repository: acme/checkout
    tag: 1.4.2
    digest: ${digest}
`,
      },
      target: { desired: [{ url: URL, path }] },
    });
    expect(rules).toMatchObject([
      {
        file: 'apps/ledger/chart/values.yaml',
        path: 'checkout.image.tag',
        digestPath: 'checkout.image.digest',
      },
    ]);
  });

  it('that say a tag only are known by what runs, and say so', async () => {
    const files = {
      'apps/ledger/chart/Chart.yaml': 'name: x\n',
      'apps/ledger/chart/values.yaml':
        'web: {imageTag: 1.4.2}\napi: {tag: "7"}\n',
    };
    const { rules, remarks } = await detect({
      files,
      target: { desired: [{ url: URL, path }] },
    });
    expect(rules.map(rule => rule.path)).toEqual(['web.imageTag']);
    expect(remarks.join()).toContain('which image it is for');
  });

  it('of several files that set one place say so', async () => {
    const { found, remarks } = await detect({
      files: {
        ...chart,
        'values/a.yaml': 'image: {tag: 1.4.2}\n',
        'values/b.yaml': 'image: {tag: 1.4.0}\n',
      },
      target: {
        desired: [
          { url: URL, path, files: ['values/a.yaml', 'values/b.yaml'] },
        ],
      },
    });
    expect(found.map(([file]) => file)).toEqual([
      'values/a.yaml',
      'values/b.yaml',
    ]);
    expect(remarks.join()).toContain('the one that is read last counts');
  });
});

describe('manifests', () => {
  it('name the image in a container of the right object', async () => {
    const { rules, found } = await detect({
      files: {
        [`${EU}/all.yaml`]: `${deployment(
          'registry.example.com/acme/other:1',
        ).replace('name: checkout}', 'name: other}')}---
${deployment(`${IMAGE}:1.4.2`)}`,
        [`${EU}/README.md`]: IMAGE,
        [`${EU}/broken.yaml`]: 'a: [b',
      },
    });
    expect(found).toEqual([[`${EU}/all.yaml`, '1.4.2', '1.4.2', 'same']]);
    expect(rules[0]).toMatchObject({
      document: { kind: 'Deployment', name: 'checkout' },
      path: 'spec.template.spec.containers[name=checkout].image',
    });
  });

  it('that a generator reads are known by what they say', async () => {
    const { rules } = await detect({
      files: { [`${EU}/config.json`]: '{"replicas": 2, "tag": "1.4.2"}\n' },
      target: { generatedBy: { resource: 'ApplicationSet', name: 'all' } },
    });
    expect(rules).toMatchObject([{ file: `${EU}/config.json`, path: 'tag' }]);
  });

  it('are not looked for where a machine renders them, but at what they are rendered from', async () => {
    const { found } = await detect({
      files: {
        'dry/kustomization.yaml': `images: [{name: ${IMAGE}, newTag: 1.4.2}]\n`,
      },
      branches: {
        'env/eu': { 'apps/x/all.yaml': deployment(`${IMAGE}:1.4.2`) },
      },
      target: {
        desired: [
          {
            url: URL,
            path: 'apps/x',
            targetRevision: 'env/eu',
            rendered: true,
          },
          { url: URL, path: 'dry', targetRevision: 'HEAD' },
        ],
      },
    });
    expect(found.map(([file]) => file)).toEqual(['dry/kustomization.yaml']);
  });

  it('of a branch that is no default need a rule that names it', async () => {
    const { rules } = await detect({
      files: {},
      branches: {
        live: { [`${EU}/all.yaml`]: deployment(`${IMAGE}:1.4.2`) },
      },
      target: { desired: [{ url: URL, path: EU, targetRevision: 'live' }] },
    });
    expect(rules[0]).toMatchObject({ branch: 'live' });
  });
});

describe('the object that asks for a target', () => {
  const root = application('root', {
    parent: true,
    desired: [{ url: URL, path: 'clusters/eu', targetRevision: 'main' }],
  });
  const release = (version: string) => `# eu
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: other, namespace: flux-system}
spec: {chart: {spec: {chart: checkout, version: 0.0.1}}}
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: checkout, namespace: flux-system}
spec:
  chart:
    spec:
      chart: checkout
      version: "${version}" # by hand
      sourceRef: {kind: HelmRepository, name: acme}
  values:
    image:
      repository: ${IMAGE}
      tag: 1.4.2
`;
  const target: Partial<TargetItem> = {
    resource: 'HelmRelease',
    name: 'checkout',
    namespace: 'flux-system',
    images: [],
    desired: [
      {
        url: 'https://charts.example.com',
        chart: 'checkout',
        targetRevision: '1.2.0',
        revision: '1.2.0',
      },
    ],
  };

  it('has the chart’s version, and values of its own', async () => {
    const { found, rules } = await detect({
      files: { 'clusters/eu/releases.yaml': release('1.2.0') },
      target,
      parents: [root],
      workloads: [application('checkout', { images: RUNS })],
    });
    expect(found).toEqual([
      ['clusters/eu/releases.yaml', '1.2.0', '1.2.0', 'same'],
      ['clusters/eu/releases.yaml', '1.4.2', '1.4.2', 'same'],
    ]);
    expect(rules).toMatchObject([
      {
        strategy: 'revision',
        path: 'spec.chart.spec.version',
        document: { kind: 'HelmRelease', name: 'checkout' },
      },
      { strategy: 'value', path: 'spec.values.image.tag' },
    ]);
  });

  it('that asks for a range is no proposal', async () => {
    const { found, because } = await detect({
      files: { 'clusters/eu/releases.yaml': release('1.x') },
      target,
      parents: [root],
    });
    expect(found).toEqual([]);
    expect(because).toContain("the range '1.x'");
  });

  it('pins a tag of the repository', async () => {
    const { found, rules } = await detect({
      files: {
        'clusters/eu/apps/checkout-eu.yaml': `kind: Application
metadata: {name: checkout-eu}
spec:
  source:
    repoURL: ${URL}
    path: ${EU}
    targetRevision: v1.4.2
`,
      },
      target: { desired: [{ url: URL, path: EU, targetRevision: 'v1.4.2' }] },
      parents: [root],
    });
    expect(rules).toMatchObject([
      { strategy: 'revision', path: 'spec.source.targetRevision' },
    ]);
    expect(found[0].slice(1)).toEqual(['v1.4.2', 'v1.4.2', 'same']);
  });

  it('that is not found leaves the reason', async () => {
    const { because } = await detect({
      files: {},
      target: { desired: [{ url: URL, path: EU, targetRevision: 'v1.4.2' }] },
    });
    expect(because).toBe(
      `v1.4.2 of ${GITOPS} is asked for, which is no branch: what is written to its files would not be deployed`,
    );
  });
});

it('never takes what is asked for as what runs', async () => {
  const { found } = await detect({
    files: {
      [`${EU}/kustomization.yaml`]: `images: [{name: ${IMAGE}, newTag: 1.4.2}]\n`,
    },
    target: { imagesAre: 'desired' },
  });
  expect(found).toEqual([
    [`${EU}/kustomization.yaml`, '1.4.2', undefined, 'unknown'],
  ]);
});

it('says where a rollout is under way that several versions run', async () => {
  const { found } = await detect({
    files: {
      [`${EU}/kustomization.yaml`]: `images: [{name: ${IMAGE}, newTag: 1.4.2}]\n`,
    },
    target: { images: [...RUNS, { repository: IMAGE, tag: '1.4.1' }] },
  });
  expect(found[0].slice(1)).toEqual(['1.4.2', '1.4.1, 1.4.2', 'partly']);
});

it('says that no file has the version of what a pipeline deploys', async () => {
  const { because } = await detect({
    files: {},
    target: { desired: [{ url: URL }] },
  });
  expect(because).toContain("a rule of the strategy 'pipeline'");
});

it('says that there was more than is looked at', async () => {
  const { because } = await detect({
    files: Object.fromEntries(
      Array.from({ length: 301 }, (_, index) => [
        `${EU}/${index}.yaml`,
        'kind: ConfigMap\n',
      ]),
    ),
  });
  expect(because).toContain('not all files were looked at');
});

it('says that it took too long', async () => {
  const stopped = new AbortController();
  stopped.abort();
  const { because } = await detect({
    files: {},
    fails: () => Promise.reject(stopped.signal.reason),
    signal: stopped.signal,
  });
  expect(because).toContain('it took too long');
  await expect(
    detect({ files: {}, fails: () => Promise.reject(new TypeError('a bug')) }),
  ).rejects.toThrow('a bug');
});

it('says that nothing writes to the repository', async () => {
  const { because } = await detect({
    files: {},
    target: { desired: [{ url: 'https://gitlab.example/a/b', path: 'x' }] },
  });
  expect(because).toContain('gitlab.example/a/b');
});
