import { OPERATION_TYPES } from '@throughline/plugin-delivery-common';
import { floorObjection, type Asker, type FloorConfig } from './Floor';
import type { TargetResource } from './TargetResource';

const config: FloorConfig = {
  policyOnly: false,
  servicePrincipals: ['external:ci'],
  productionGrants: ['group:default/release-managers'],
};
const developer: Asker = {
  type: 'user',
  ref: 'user:default/dev',
  owns: ['user:default/dev', 'group:default/payments'],
};
const manager: Asker = {
  type: 'user',
  ref: 'user:default/boss',
  owns: ['user:default/boss', 'group:default/release-managers'],
};
const viewer: Asker = { type: 'user', ref: 'user:default/guest', owns: [] };
const staging: TargetResource = {
  entityRef: 'component:default/checkout',
  owner: 'group:default/payments',
  environment: 'staging',
  production: false,
  sourceId: 'argocd:one',
  targetKind: 'Application',
  targetId: 'x',
  trusted: true,
};
const production = {
  ...staging,
  environment: 'production',
  production: true,
};
const objection = (
  asker: Asker,
  resource: TargetResource,
  more: Partial<FloorConfig> = {},
) => floorObjection('sync', asker, resource, { ...config, ...more });

it('owners act where it is not production', () => {
  expect(objection(developer, staging)).toBeUndefined();
  expect(objection(viewer, staging)).toMatch(/only its owner, group:/);
  expect(objection(manager, staging)).toMatch(/only its owner/);
});

it('production takes a grant, which owning is not', () => {
  expect(objection(developer, production)).toMatch(/takes a grant/);
  expect(objection(manager, production)).toBeUndefined();
  expect(floorObjection('refresh', developer, production, config)).toBe(
    undefined,
  );
});

it.each(OPERATION_TYPES)(
  'nobody may %s what nothing ties to the entity, whatever the policy',
  type => {
    for (const asker of [developer, manager, viewer]) {
      for (const policyOnly of [true, false]) {
        expect(
          floorObjection(
            type,
            asker,
            { ...production, trusted: false },
            { ...config, policyOnly },
          ),
        ).toMatch(/nothing confirms/);
      }
    }
  },
);

it('services act only where the configuration names them', () => {
  const service = (ref: string): Asker => ({ type: 'service', ref, owns: [] });
  expect(objection(service('plugin:scaffolder'), staging)).toMatch(
    /is a service/,
  );
  expect(objection(service('external:ci'), staging)).toBeUndefined();
  expect(objection(service('external:ci'), production)).toMatch(
    /takes a grant/,
  );
});

it('an entity without an owner has nobody who may', () => {
  const { owner: _, ...orphan } = staging;
  expect(objection(developer, orphan)).toMatch(/has no owner/);
});

it('gives way to the policy alone where that is configured', () => {
  expect(objection(viewer, production, { policyOnly: true })).toBeUndefined();
});
