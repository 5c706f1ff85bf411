import { DIGEST, SHA } from '../testing/fixtures';
import { linkingLabels } from './linkingLabels';
import { pipelineOf } from './pipelineOf';
import { readImages } from './readImages';
import { readOrigin } from './readOrigin';
import { readParameters } from './readParameters';

const OTHER_SHA = 'b'.repeat(40);
const PAC = 'pipelinesascode.tekton.dev';

describe('readOrigin', () => {
  it('goes by what Pipelines as Code notes, before anything else', () => {
    expect(
      readOrigin(
        {
          labels: { [`${PAC}/sha`]: OTHER_SHA, [`${PAC}/event-type`]: 'push' },
          annotations: {
            [`${PAC}/repo-url`]: 'https://github.com/Acme/Shop',
            [`${PAC}/sha`]: SHA,
            [`${PAC}/sha-title`]: 'Fix the till',
            [`${PAC}/source-branch`]: 'refs/heads/main',
            [`${PAC}/sender`]: 'ada',
          },
        },
        [{ name: 'git-url', value: 'https://elsewhere.example/a/b' }],
        [{ name: 'commit', value: OTHER_SHA }],
      ),
    ).toEqual({
      repository: 'github.com/acme/shop',
      sha: SHA,
      branch: 'main',
      title: 'Fix the till',
      actor: { name: 'ada', login: 'ada' },
      trigger: 'push',
    });
  });

  it('goes by results, then by parameters', () => {
    const parameters = [
      { name: 'repo-url', value: 'git@git.example.com:team/app.git' },
      { name: 'revision', value: OTHER_SHA },
    ];
    expect(
      readOrigin({}, parameters, [
        { name: 'CHAINS-GIT_URL', value: 'https://git.example.com/team/lib' },
        { name: 'CHAINS-GIT_COMMIT', value: SHA.toUpperCase() },
      ]),
    ).toEqual({ repository: 'git.example.com/team/lib', sha: SHA });
    expect(readOrigin({}, parameters, [])).toEqual({
      repository: 'git.example.com/team/app',
      sha: OTHER_SHA,
    });
  });

  it.each(['main', SHA.slice(0, 12), `${SHA}0`, '$(params.revision)', ''])(
    'takes %j for no commit',
    value => {
      expect(readOrigin({}, [{ name: 'revision', value }], [])).toEqual({});
    },
  );

  it('tells of a trigger, where that is all there is', () => {
    expect(
      readOrigin(
        { labels: { 'triggers.tekton.dev/eventlistener': 'nightly' } },
        [],
        [],
      ),
    ).toEqual({ trigger: 'nightly' });
  });
});

describe('readImages', () => {
  const commit = { name: 'commit', value: SHA };
  const url = { name: 'IMAGE_URL', value: 'ghcr.io/acme/shop:1.4.2' };
  const digest = { name: 'IMAGE_DIGEST', value: `${DIGEST}\n` };

  it('tells an image where image, digest and commit are told', () => {
    expect(readImages([url, digest, commit])).toEqual([
      {
        repository: 'ghcr.io/acme/shop',
        digest: DIGEST,
        commit: SHA,
        results: ['IMAGE_URL', 'IMAGE_DIGEST', 'commit'],
      },
    ]);
  });

  it.each([
    ['the commit', [url, digest]],
    ['the digest', [url, commit]],
    ['the image', [digest, commit]],
    ['all of the commit', [url, digest, { name: 'commit', value: 'main' }]],
    [
      'all of the digest',
      [url, { name: 'IMAGE_DIGEST', value: 'sha256:abc' }, commit],
    ],
    [
      'agreement',
      [
        { name: 'IMAGE_URL', value: `ghcr.io/a/b@sha256:${'cd'.repeat(32)}` },
        digest,
        commit,
      ],
    ],
  ])('tells nothing without %s', (_, results) => {
    expect(readImages(results)).toEqual([]);
  });

  it('tells several, by a prefix, in one list, or as objects', () => {
    expect(
      readImages([
        { name: 'api-IMAGE_URL', value: 'ghcr.io/acme/api' },
        { name: 'api-IMAGE_DIGEST', value: DIGEST },
        {
          name: 'IMAGES',
          value: `ghcr.io/acme/web@${DIGEST},\nghcr.io/acme/no-digest:1`,
        },
        {
          name: 'chart-ARTIFACT_OUTPUTS',
          value: { uri: 'ghcr.io/acme/chart', digest: DIGEST },
        },
        { name: 'CHAINS-GIT_COMMIT', value: SHA },
        { name: 'CHAINS-GIT_URL', value: 'https://github.com/acme/mono.git' },
      ]).map(({ repository, results, sourceRepository }) => [
        repository,
        results[0],
        sourceRepository,
      ]),
    ).toEqual([
      ['ghcr.io/acme/api', 'api-IMAGE_URL', 'github.com/acme/mono'],
      ['ghcr.io/acme/web', 'IMAGES', 'github.com/acme/mono'],
      ['ghcr.io/acme/chart', 'chart-ARTIFACT_OUTPUTS', 'github.com/acme/mono'],
    ]);
  });
});

describe('readParameters', () => {
  it('leaves out what is a secret by its name, and cleans the others', () => {
    expect(
      readParameters([
        { name: 'revision', value: 'main' },
        { name: 'list', value: ['a', 'b'] },
        { name: 'url', value: 'https://user:hunter2@git.example.com/a' },
        { name: 'long', value: 'x'.repeat(500) },
        ...[
          'deploy-token',
          'PASSWORD',
          'dbPasswd',
          'client_secret',
          'apiKey',
          'ssh-key',
          'github-pat',
          'registryCredentials',
          'authHeader',
        ].map(name => ({ name, value: 'hunter2' })),
      ]),
    ).toEqual({
      revision: 'main',
      list: '["a","b"]',
      url: 'https://[removed]git.example.com/a',
      long: `${'x'.repeat(199)}…`,
    });
  });

  it('keeps 50 at most', () => {
    const many = Array.from({ length: 80 }, (_, index) => ({
      name: `p${index}`,
      value: 'x',
    }));
    expect(Object.keys(readParameters(many) ?? {})).toHaveLength(50);
    expect(readParameters([])).toBeUndefined();
  });
});

describe('pipelineOf', () => {
  const label = 'tekton.dev/pipeline';
  const base = {
    name: 'verify-x7',
    namespace: 'shop',
    creationTimestamp: '2026-11-01T08:00:00Z',
  };

  it.each([
    [
      'its name in Git',
      { labels: { [`${PAC}/original-prname`]: 'on-push', [label]: 'x' } },
      'ref',
      'on-push',
    ],
    ['what it refers to', { labels: { [label]: 'x' } }, 'ref', 'ref'],
    ['its label', { labels: { [label]: 'verify' } }, undefined, 'verify'],
    [
      'what its names are made from, where its label is its own name',
      { labels: { [label]: base.name }, generateName: 'verify-' },
      undefined,
      'verify',
    ],
    ['its own name, at last', {}, undefined, 'verify-x7'],
  ])('goes by %s', (_, metadata, reference, expected) => {
    expect(pipelineOf({ ...base, ...metadata }, label, reference)).toBe(
      expected,
    );
  });
});

describe('linkingLabels', () => {
  it('keeps those that link', () => {
    expect(
      linkingLabels({
        'tekton.dev/pipeline': 'x',
        'backstage.io/kubernetes-id': 'checkout',
        'app.kubernetes.io/part-of': 'shop',
        'app.kubernetes.io/managed-by': 'tekton-pipelines',
      }),
    ).toEqual({
      'app.kubernetes.io/part-of': 'shop',
      'backstage.io/kubernetes-id': 'checkout',
    });
    expect(linkingLabels(undefined)).toBeUndefined();
  });
});
