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
