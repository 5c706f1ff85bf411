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
