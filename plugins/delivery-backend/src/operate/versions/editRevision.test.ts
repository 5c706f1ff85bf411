import { applyVersion } from './applyVersion';
import type { MadeFrom, VersionRule } from './VersionRule';

const COMMIT = 'c'.repeat(40);
const GIT = 'https://git.example/acme/deploy.git';

const ruleOf = (path: string, more: Partial<VersionRule> = {}) =>
  ({
    strategy: 'revision',
    repository: 'github.com/acme/gitops',
    file: 'apps/checkout.yaml',
    path,
    write: 'commit',
    origin: 'config',
    where: 'delivery.operations.versions[0]',
    ...more,
  } as VersionRule);

function edit(
  text: string,
  path: string,
  madeFrom: MadeFrom[],
  more: Partial<VersionRule> = {},
): string {
  const result = applyVersion(text, ruleOf(path, more), { madeFrom });
  return 'text' in result ? result.text : result.refusedBecause;
}

const APPLICATION = (source: string) => `# By the platform team
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: checkout }
spec:
${source}
  destination: {name: prod-eu}
`;

describe('an Application', () => {
  const one = APPLICATION(`  source:
    repoURL: https://charts.example
    chart: checkout
    targetRevision: 1.4.1   # the chart's`);

  it('asks for the chart version that was installed where it runs, whatever was asked for there', () => {
    expect(
      edit(one, 'spec.source.targetRevision', [
        {
          url: 'https://charts.example',
          chart: 'checkout',
          targetRevision: '^1.4.0',
          revision: '1.4.2',
        },
      ]),
    ).toBe(one.replace('1.4.1', '1.4.2'));
  });

  const several = APPLICATION(`  sources:
    - repoURL: ${GIT}
      ref: values
      targetRevision: v1.0.0
    - {repoURL: https://charts.example, chart: checkout, targetRevision: "1.4.1"}`);
  const from: MadeFrom[] = [
    { url: GIT, targetRevision: 'v1.1.0', revision: COMMIT },
    { url: 'https://charts.example', chart: 'checkout', revision: '1.4.2' },
  ];

  it.each([
    ['spec.sources[0].targetRevision', 'v1.0.0', 'v1.1.0'],
    ['spec.sources[1].targetRevision', '1.4.1', '1.4.2'],
  ])('of several sources changes the one that is named: %s', (path, a, b) => {
    expect(edit(several, path, from)).toBe(several.replace(a, b));
  });

  it.each([
    ['spec.sources[2].targetRevision', /spec.sources is a list of 2/],
    ['spec.sources[0].targetRevision', /no source \[0\]/, []],
    [
      'spec.sources[0].targetRevision',
      /it is of https:.*deploy.git, not of https:.*else.git/,
      [{ ...from[0], url: 'https://git.example/acme/else.git' }],
    ],
    [
      'spec.sources[1].targetRevision',
      /it is of the chart checkout, not of ledger/,
      [from[0], { ...from[1], chart: 'ledger' }],
    ],
    [
      'spec.sources[1].targetRevision',
      /which version of the chart checkout it is made from is not known/,
      [from[0], { ...from[1], revision: undefined, targetRevision: '1.x' }],
    ],
  ])('%s is refused: %s', (path, reason, madeFrom = from as MadeFrom[]) => {
    expect(edit(several, path, madeFrom as MadeFrom[])).toMatch(reason);
  });

  it('of a hydrator asks for another revision of the dry source', () => {
    const hydrated = APPLICATION(`  sourceHydrator:
    drySource:
      repoURL: ${GIT}
      path: apps/checkout
      targetRevision: ${'a'.repeat(40)}
    syncSource: { targetBranch: env/prod, path: checkout }`);
    expect(
      edit(hydrated, 'spec.sourceHydrator.drySource.targetRevision', [
        { url: GIT, rendered: true, revision: 'e'.repeat(40) },
        { url: GIT, targetRevision: 'main', revision: COMMIT },
      ]),
    ).toBe(hydrated.replace('a'.repeat(40), COMMIT));
  });
});

describe('an object of Flux', () => {
  it('HelmRelease asks for another chart version', () => {
    const text = `kind: HelmRelease
metadata: {name: checkout}
spec: {chart: {spec: {chart: ./charts/checkout, version: '1.4.1'}}}
`;
    expect(
      edit(text, 'spec.chart.spec.version', [
        {
          url: 'oci://ghcr.io/acme',
          chart: 'checkout',
          revision: '1.4.2@sha256:0123',
        },
      ]),
    ).toBe(text.replace('1.4.1', '1.4.2'));
  });

  it('OCIRepository asks for another tag, though the artifact tells of Git as well', () => {
    const text = `kind: OCIRepository
metadata: {name: checkout}
spec:
  ref:
    tag: 1.4.1 # {"$imagepolicy": "flux-system:checkout:tag"}
`;
    expect(
      edit(text, 'spec.ref.tag', [
        {
          url: 'oci://ghcr.io/acme/deploy',
          targetRevision: '>=1.4.0',
          revision: `1.4.2@sha256:${'d'.repeat(64)}`,
        },
        { url: GIT, revision: COMMIT },
      ]),
    ).toBe(text.replace('1.4.1', '1.4.2'));
  });

  const git = (ref: string) =>
    `kind: GitRepository\nmetadata: {name: checkout}\nspec:\n  ref: {${ref}}\n`;

  it.each([
    ['tag', 'v1.4.1', 'v1.4.2'],
    ['semver', '1.4.1', '1.4.2'],
    ['commit', 'a'.repeat(40), COMMIT],
  ])('GitRepository asks for another %s', (key, before, after) => {
    expect(
      edit(git(`${key}: ${before}`), `spec.ref.${key}`, [
        {
          url: GIT,
          targetRevision: key === 'commit' ? 'main' : after,
          revision: COMMIT,
        },
      ]),
    ).toBe(git(`${key}: ${after}`));
  });

  it.each([
    ['semver: ">=1.4.0 <2.0.0"', 'semver', 'v1.4.2', /asks for the range/],
    ['semver: 1.x', 'semver', 'v1.4.2', /asks for the range '1.x'/],
    ['branch: main', 'branch', 'v1.4.2', /'main', which moves by itself/],
    [
      'tag: v1.4.1',
      'tag',
      'main',
      /main is asked for: nothing tells which tag that is/,
    ],
  ])('%s is refused', (ref, key, targetRevision, reason) => {
    expect(
      edit(git(ref), `spec.ref.${key}`, [
        { url: GIT, targetRevision, revision: COMMIT },
      ]),
    ).toMatch(reason);
  });

  it('needs a word on which source is meant, where there are several', () => {
    expect(
      edit(git('tag: v1.0'), 'spec.ref.tag', [
        { url: GIT, revision: COMMIT },
        { url: 'https://git.example/acme/other.git', revision: COMMIT },
      ]),
    ).toMatch(/made from 2 sources/);
    expect(edit(git('tag: v1.0'), 'spec.ref.tag', [])).toMatch(
      /nothing tells which chart version or revision/,
    );
  });
});
