import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AuthorizeResult,
  type Permission,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  type PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  deliveryFreezePermission,
  deliveryOperationPermissions,
  deliveryOperationsReadPermission,
} from '@throughline/plugin-delivery-common';
import { targetRules } from '../operate/access/rules';
import type { TargetResource } from '../operate/access/TargetResource';
import { SamplePolicy } from './SamplePolicy';

const staging: TargetResource = {
  entityRef: 'component:default/checkout',
  owner: 'group:default/payments',
  environment: 'staging',
  production: false,
  sourceId: 'argocd:one',
  targetId: 'x',
  targetKind: 'Application',
  trusted: true,
};
const production = { ...staging, environment: 'production', production: true };
const holds = createConditionAuthorizer(targetRules);

async function may(
  claims: string[],
  permission: Permission,
  resource?: TargetResource,
): Promise<boolean> {
  const decision = await new SamplePolicy().handle({ permission }, {
    info: { ownershipEntityRefs: claims },
  } as unknown as PolicyQueryUser);
  return decision.result === AuthorizeResult.CONDITIONAL
    ? holds(decision, resource)
    : decision.result === AuthorizeResult.ALLOW;
}

/** The longer name of the package makes lines break elsewhere. */
const unformatted = (code: string) => code.replace(/,?\s+/g, '');

const { sync } = deliveryOperationPermissions;

it('is the one that docs/permissions.md shows', () => {
  const source = readFileSync(join(__dirname, 'SamplePolicy.ts'), 'utf8');
  const docs = readFileSync(
    join(__dirname, '../../../../docs/permissions.md'),
    'utf8',
  );
  const [, shown] = /```ts\n([^`]*)```/.exec(docs) ?? [];
  const here = source.replace(
    "from '..';",
    "from '@throughline/plugin-delivery-backend';",
  );
  expect(unformatted(shown)).toBe(unformatted(here));
});

it('lets owners act outside of production, and release managers everywhere', async () => {
  const owner = ['user:default/maya', 'group:default/payments'];
  const manager = ['group:default/release-managers'];
  expect(await may(owner, sync, staging)).toBe(true);
  expect(await may(owner, sync, production)).toBe(false);
  expect(await may(['group:default/web'], sync, staging)).toBe(false);
  expect(await may(manager, sync, production)).toBe(true);
  expect(await may(owner, deliveryFreezePermission)).toBe(false);
  expect(await may(manager, deliveryFreezePermission)).toBe(true);
  expect(await may([], deliveryOperationsReadPermission)).toBe(true);
});
