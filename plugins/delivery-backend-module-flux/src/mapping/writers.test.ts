import { map } from '../__testUtils__/around';
import {
  condition,
  fluxObject,
  gitRepository,
  helmRelease,
  kustomization,
} from '../__testUtils__/fluxObjects';
import { selects } from './selects';

type Fields = Record<string, unknown>;

const automation = (spec: Fields = {}, status: Fields = {}) =>
  fluxObject(
    'ImageUpdateAutomation',
    'tags',
    {
      interval: '5m',
      sourceRef: { kind: 'GitRepository', name: 'gitops' },
      update: { path: './apps', strategy: 'Setters' },
      ...spec,
    },
    { conditions: [condition('Ready', 'True')], ...status },
  );
const policy = (name: string, labels: Fields = {}, status: Fields = {}) =>
  fluxObject(
    'ImagePolicy',
    name,
    { imageRepositoryRef: { name }, policy: { semver: { range: '1.x' } } },
    { conditions: [condition('Ready', 'True')], ...status },
    { labels },
  );
const repository = (name: string, spec: Fields = {}, status: Fields = {}) =>
  fluxObject(
    'ImageRepository',
    name,
    { image: `ghcr.io/acme/${name}`, interval: '5m', ...spec },
    { conditions: [condition('Ready', 'True')], ...status },
  );

const writersOf = (...others: ReturnType<typeof automation>[]) =>
  map(kustomization('shop'), [gitRepository(), ...others]).target.writers;

describe('who writes to where a target is made from', () => {
  it('is an automation of the same source and folder, with its images', () => {
    expect(
      writersOf(
        automation(),
        policy('shop'),
        repository('shop'),
        policy('till'),
        repository('till'),
      ),
    ).toEqual([
      {
        by: 'ImageUpdateAutomation flux-system/tags',
        writes: 'the tags of ghcr.io/acme/shop, ghcr.io/acme/till in apps',
        suspended: false,
      },
    ]);
  });

  it('is told to be suspended', () => {
    expect(writersOf(automation({ suspend: true }))).toMatchObject([
      { suspended: true },
    ]);
  });

  it('goes by the policies that it selects', () => {
    expect(
      writersOf(
        automation({ policySelector: { matchLabels: { team: 'shop' } } }),
        policy('shop', { team: 'shop' }),
        repository('shop'),
        policy('till', { team: 'till' }),
        repository('till'),
      ),
    ).toMatchObject([{ writes: 'the tags of ghcr.io/acme/shop in apps' }]);
  });

  it('names the branch that it pushes to, where that is another one', () => {
    expect(
      writersOf(automation({ git: { push: { branch: 'main' } } })),
    ).toMatchObject([{ writes: expect.not.stringContaining('branch') }]);
    expect(
      writersOf(automation({ git: { push: { branch: 'updates' } } })),
    ).toMatchObject([
      { writes: expect.stringContaining('on the branch updates') },
    ]);
  });

  it.each([
    [
      'fails itself',
      [
        automation(
          {},
          {
            conditions: [
              condition('Ready', 'False', 'GitOperationFailed', 'no access'),
            ],
          },
        ),
      ],
      'GitOperationFailed: no access',
    ],
    [
      'has a policy that finds no tag',
      [
        automation(),
        policy(
          'shop',
          {},
          {
            conditions: [condition('Ready', 'False', 'NoTag', 'none matches')],
          },
        ),
        repository('shop'),
      ],
      'ImagePolicy flux-system/shop: NoTag: none matches',
    ],
    [
      'has an image that is not scanned',
      [automation(), policy('shop'), repository('shop', { suspend: true })],
      'ImageRepository flux-system/shop: it is suspended',
    ],
    [
      'has an image that is not there',
      [automation(), policy('shop')],
      'ImageRepository flux-system/shop: there is no such object',
    ],
  ])('says so where it %s', (_, objects, problem) => {
    expect(writersOf(...objects)).toMatchObject([{ problem }]);
  });

  it.each([
    ['another folder', { update: { path: './infrastructure' } }, 0],
    ['a folder of like name', { update: { path: './apps/shop/over' } }, 0],
    [
      'a folder in it',
      { update: { path: './apps/shop/overlays/production/a' } },
      1,
    ],
    ['everything', { update: undefined }, 1],
    [
      'another repository',
      { sourceRef: { kind: 'GitRepository', name: 'x' } },
      0,
    ],
    [
      'the same repository by another object',
      { sourceRef: { kind: 'GitRepository', name: 'gitops-rw' } },
      1,
    ],
    [
      'another branch of it',
      {
        sourceRef: { kind: 'GitRepository', name: 'gitops-rw' },
        git: { checkout: { ref: { branch: 'next' } } },
      },
      0,
    ],
  ])('where the automation writes to %s', (_, spec, count) => {
    const writers = writersOf(
      automation(spec),
      gitRepository('gitops-rw', {
        spec: { url: 'ssh://git@github.com/acme/gitops' },
      }),
      gitRepository('x', { spec: { url: 'https://github.com/acme/x' } }),
    );
    expect(writers ?? []).toHaveLength(count);
  });

  it('of a release, is who writes for the Kustomization that applies it', () => {
    const { target } = map(
      helmRelease('till', {
        metadata: {
          labels: {
            'kustomize.toolkit.fluxcd.io/name': 'shop',
            'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
          },
        },
      }),
      [gitRepository(), kustomization('shop'), automation()],
    );
    expect(target.writers).toHaveLength(1);
  });
});

describe('a label selector', () => {
  const labels = { team: 'shop' };
  it.each([
    ['In', ['shop'], true],
    ['In', ['till'], false],
    ['NotIn', ['till'], true],
    ['NotIn', ['shop'], false],
    ['Exists', [], true],
    ['DoesNotExist', [], false],
    ['SomethingNew', ['shop'], false],
  ])('%s %j', (operator, values, selected) => {
    const expressions = [{ key: 'team', operator, values }];
    expect(selects({ labels: {}, expressions }, labels)).toBe(selected);
  });
});
