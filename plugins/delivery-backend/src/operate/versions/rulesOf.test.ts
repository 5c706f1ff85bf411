import type { TargetItem } from '@throughline/plugin-delivery-node';
import type { EntityFacts } from '../../link/EntityFacts';
import type { ConfiguredVersionRule } from '../config/readVersionRules';
import { ruleOf } from './rulesOf';

const entity = {
  ref: 'component:default/checkout',
  name: 'checkout',
  annotations: {},
} as unknown as EntityFacts;

const target = (path?: string) =>
  ({
    name: 'checkout-eu',
    desired: [
      {
        url: 'https://forge.example/acme/gitops.git',
        ...(path === undefined ? {} : { path }),
      },
    ],
  } as unknown as TargetItem);

const rule = (file: string): ConfiguredVersionRule => ({
  entity: 'component:default/*',
  environment: 'production',
  file,
  strategy: 'kustomizeImages',
  write: 'pullRequest',
  where: 'delivery.operations.versions[0]',
});

it('finds the file by the folder that the target is made from', () => {
  expect(
    ruleOf(
      entity,
      'production',
      target('./apps/checkout/overlays/production/eu'),
      [rule('${path}/kustomization.yaml')],
    ),
  ).toMatchObject({
    repository: 'forge.example/acme/gitops',
    file: 'apps/checkout/overlays/production/eu/kustomization.yaml',
    origin: 'config',
  });
});

it('fills in names', () => {
  expect(
    ruleOf(entity, 'production', target(), [
      rule('${name}/${environment}/${target}.yaml'),
    ]),
  ).toMatchObject({ file: 'checkout/production/checkout-eu.yaml' });
});

it('passes over a rule whose words stand for nothing', () => {
  const byPath = rule('${path}/kustomization.yaml');
  expect(ruleOf(entity, 'production', target(), [byPath])).toHaveProperty(
    'missingBecause',
  );
  expect(ruleOf(entity, 'production', target('./'), [byPath])).toHaveProperty(
    'missingBecause',
  );
  expect(
    ruleOf(entity, 'production', target(), [byPath, rule('${name}.yaml')]),
  ).toMatchObject({ file: 'checkout.yaml' });
  expect(ruleOf(entity, 'staging', target('a'), [byPath])).toHaveProperty(
    'missingBecause',
  );
});

describe('an annotation', () => {
  const annotated = (written: object): EntityFacts => ({
    ...entity,
    annotations: {
      'delivery/version-rules': JSON.stringify({
        production: { strategy: 'kustomizeImages', ...written },
      }),
    },
  });
  const found = (written: object, of = target('apps/checkout/eu')) =>
    ruleOf(annotated(written), 'production', of, []);

  it('names files that the target is made from, by words as the configuration does', () => {
    expect(found({ file: '${path}/kustomization.yaml' })).toMatchObject({
      repository: 'forge.example/acme/gitops',
      file: 'apps/checkout/eu/kustomization.yaml',
      origin: 'annotation',
    });
  });

  it.each([
    'apps/other/kustomization.yaml',
    '${path}/../us/kustomization.yaml',
    '/apps/checkout/eu/kustomization.yaml',
    '${path}',
  ])('names no others: %s', file => {
    expect(found({ file })).toEqual({
      missingBecause: expect.stringContaining(
        'which checkout-eu is not made from',
      ),
    });
  });

  it('names another repository only where the target is made from that as well', () => {
    const of = target('apps/checkout/eu');
    of.desired.push({
      url: 'https://forge.example/acme/values.git',
      files: ['checkout/eu.yaml'],
    });
    const values = { file: 'checkout/eu.yaml' };
    const repository = 'https://forge.example/acme/values';
    expect(found({ ...values, repository }, of)).toMatchObject({
      repository: 'forge.example/acme/values',
    });
    expect(found(values, of)).toHaveProperty('missingBecause');
    expect(
      found({ ...values, repository: `${repository}2` }, of),
    ).toHaveProperty('missingBecause');
    expect(found({ ...values, repository: 'values' }, of)).toEqual({
      missingBecause: expect.stringContaining('no URL of a repository'),
    });
  });

  it('names no branch but the one that is asked for', () => {
    const file = '${path}/kustomization.yaml';
    const of = target('apps/checkout/eu');
    of.desired[0].targetRevision = 'live';
    expect(found({ file, branch: 'live' }, of)).toMatchObject({
      branch: 'live',
    });
    expect(found({ file, branch: 'main' }, of)).toEqual({
      missingBecause: expect.stringContaining('of main'),
    });
  });
});

it('fills in where in a file the version is, and of which object', () => {
  const inOne = {
    ...rule('regions.yaml'),
    strategy: 'value',
    path: 'elements[cluster=${cluster}].version',
    document: { kind: 'ApplicationSet', name: '${name}-${namespace}' },
  } as ConfiguredVersionRule;
  const there = {
    ...target('apps'),
    cluster: { name: 'prod-eu' },
    destinationNamespace: 'shop',
  };
  expect(ruleOf(entity, 'production', there, [inOne])).toMatchObject({
    path: 'elements[cluster=prod-eu].version',
    document: { kind: 'ApplicationSet', name: 'checkout-shop' },
  });
  expect(ruleOf(entity, 'production', target('apps'), [inOne])).toHaveProperty(
    'missingBecause',
  );
});

it('goes by what a hydrator renders from, never by what it renders', () => {
  const [dry] = target('apps/checkout').desired;
  const hydrated = {
    ...target(),
    desired: [{ ...dry, path: 'rendered', rendered: true }, dry],
  };
  expect(
    ruleOf(entity, 'production', hydrated, [rule('${path}/values.yaml')]),
  ).toMatchObject({ file: 'apps/checkout/values.yaml' });
  const claims = (file: string) =>
    ruleOf(
      {
        ...entity,
        annotations: {
          'delivery/version-rules': JSON.stringify({
            production: { strategy: 'kustomizeImages', file },
          }),
        },
      },
      'production',
      hydrated,
      [],
    );
  expect(claims('apps/checkout/kustomization.yaml')).toMatchObject({
    origin: 'annotation',
  });
  expect(claims('rendered/kustomization.yaml')).toHaveProperty(
    'missingBecause',
    expect.stringContaining('is not made from'),
  );
});

it('takes the first rule that fits, be it a file or a pipeline', () => {
  const pipeline = {
    entity: 'component:default/checkout',
    environment: 'production',
    strategy: 'pipeline',
    pipeline: { system: 'ci', name: 'deploy' },
    parameters: { VERSION: '${version}' },
    where: 'delivery.operations.versions[1]',
  } as ConfiguredVersionRule;
  const all = [rule('${path}/kustomization.yaml'), pipeline];
  expect(ruleOf(entity, 'production', target('a'), all)).toMatchObject({
    strategy: 'kustomizeImages',
  });
  expect(ruleOf(entity, 'production', target(), all)).toMatchObject({
    strategy: 'pipeline',
    where: 'delivery.operations.versions[1]',
  });
});

it('an annotation names no pipeline, and no path that is none', () => {
  const annotated = (production: object) =>
    ruleOf(
      {
        ...entity,
        annotations: {
          'delivery/version-rules': JSON.stringify({ production }),
        },
      },
      'production',
      target('a'),
      [],
    );
  expect(
    annotated({ strategy: 'pipeline', pipeline: { system: 'ci', name: 'x' } }),
  ).toHaveProperty('missingBecause', expect.stringContaining('cannot be read'));
  expect(
    annotated({ strategy: 'value', file: 'a/values.yaml', path: 'a..b' }),
  ).toHaveProperty(
    'missingBecause',
    expect.stringContaining('it is no path of a value'),
  );
});
