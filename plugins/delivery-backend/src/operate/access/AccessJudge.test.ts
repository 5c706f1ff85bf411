import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type PermissionCondition,
  type PermissionCriteria,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { deliveryOperationPermissions } from '@throughline/plugin-delivery-common';
import { operationsAccess } from '../../__testUtils__/operationsAccess';
import { AccessJudge } from './AccessJudge';
import {
  createDeliveryConditionalDecision,
  deliveryConditions,
} from './conditions';
import type { FloorConfig } from './Floor';
import type { TargetResource } from './TargetResource';

const open: FloorConfig = {
  policyOnly: true,
  servicePrincipals: [],
  productionGrants: [],
};
const target: TargetResource = {
  entityRef: 'component:default/checkout',
  owner: 'group:default/payments',
  environment: 'staging',
  production: false,
  sourceId: 'argocd:one',
  targetKind: 'Application',
  targetId: 'x',
  trusted: true,
};
const pipeline: TargetResource = {
  entityRef: 'component:default/checkout',
  owner: 'group:default/payments',
  production: false,
  sourceId: 'jenkins:one',
  pipeline: 'deploy',
  trusted: true,
};
const production = { ...target, environment: 'production', production: true };

const judgeOf = (
  decide: (name: string) => PolicyDecision,
  floor: FloorConfig = open,
  credentials = mockCredentials.user('user:default/maya'),
) => {
  const { ruleset, userInfo } = operationsAccess(['group:default/payments']);
  return new AccessJudge({
    permissions: mockServices.permissions.mock({
      authorizeConditional: async requests =>
        requests.map(({ permission }) => decide(permission.name)),
    }),
    ruleset,
    userInfo,
    auth: mockServices.auth(),
    floor,
  }).of(credentials);
};
const allow: PolicyDecision = { result: AuthorizeResult.ALLOW };
const deny: PolicyDecision = { result: AuthorizeResult.DENY };
const where = (
  conditions: PermissionCriteria<PermissionCondition>,
): PolicyDecision =>
  createDeliveryConditionalDecision(
    deliveryOperationPermissions.sync,
    conditions as never,
  );

const { isEntityOwner, inEnvironment, isProduction, isTargetKind, isPipeline } =
  deliveryConditions;

describe('AccessJudge', () => {
  it.each<
    [
      string,
      PermissionCriteria<PermissionCondition>,
      TargetResource[],
      TargetResource[],
    ]
  >([
    [
      'isEntityOwner',
      isEntityOwner({ claims: ['group:default/payments'] }),
      [target, pipeline, production],
      [
        { ...target, owner: 'group:default/payments-2' },
        { ...target, owner: undefined },
      ],
    ],
    [
      'inEnvironment',
      inEnvironment({ environments: ['staging', 'qa'] }),
      [target],
      [production, pipeline, { ...target, environment: undefined }],
    ],
    ['isProduction', isProduction(), [production], [target, pipeline]],
    [
      'not isProduction',
      { not: isProduction() },
      [target, pipeline],
      [production],
    ],
    [
      'isTargetKind',
      isTargetKind({ kinds: ['Application', 'Kustomization'] }),
      [target],
      [pipeline, { ...target, targetKind: 'Deployment' }],
    ],
    ['isPipeline', isPipeline({}), [pipeline], [target]],
    [
      'isPipeline by name',
      isPipeline({ pipelines: ['deploy'] }),
      [pipeline],
      [target, { ...pipeline, pipeline: 'deploy-production' }],
    ],
    [
      'all of some',
      {
        allOf: [
          isEntityOwner({ claims: ['group:default/payments'] }),
          { not: isProduction() },
        ],
      },
      [target],
      [production, { ...target, owner: 'group:default/web' }],
    ],
  ])(
    'goes by the condition %s of a policy',
    async (_, conditions, allowed, denied) => {
      const { objection } = await judgeOf(() => where(conditions));
      expect(allowed.map(each => objection('sync', each))).toEqual(
        allowed.map(() => undefined),
      );
      expect(denied.map(each => objection('sync', each))).toEqual(
        denied.map(() => 'the permission policy does not allow it'),
      );
    },
  );

  it('asks about each kind of operation by its own permission', async () => {
    const { objection } = await judgeOf(name =>
      name === 'delivery.operation.restart' ? allow : deny,
    );
    expect(objection('restart', target)).toBeUndefined();
    for (const right of [
      'sync',
      'rollBack',
      'approve',
      'breakGlass',
    ] as const) {
      expect(objection(right, target)).toMatch(/policy does not allow/);
    }
  });

  it('keeps the floor under a policy that allows everything', async () => {
    const { objection } = await judgeOf(() => allow, {
      ...open,
      policyOnly: false,
    });
    expect(objection('sync', target)).toBeUndefined();
    expect(objection('sync', production)).toMatch(/takes a grant/);
    for (const right of ['approve', 'breakGlass'] as const) {
      expect(objection(right, target)).toBeUndefined();
      expect(objection(right, production)).toMatch(/takes a grant/);
    }
    expect(objection('sync', { ...target, trusted: false })).toMatch(
      /nothing confirms/,
    );
  });

  it('lets no service act that is not named, and none that is act on production', async () => {
    const ci = mockCredentials.service('external:ci') as never;
    const floor = { ...open, policyOnly: false };
    const stranger = await judgeOf(() => allow, floor, ci);
    expect(stranger.objection('sync', target)).toMatch(/is a service/);
    const named = await judgeOf(
      () => allow,
      { ...floor, servicePrincipals: ['external:ci'] },
      ci,
    );
    expect(named.objection('sync', target)).toBeUndefined();
    expect(named.objection('sync', production)).toMatch(/takes a grant/);
  });

  it('lets only who has a grant freeze the fleet, or the policy where all is left to it', async () => {
    const floor = { ...open, policyOnly: false };
    expect((await judgeOf(() => allow, floor)).freezeObjection).toMatch(
      /takes a grant for production/,
    );
    const granted = { ...floor, productionGrants: ['group:default/payments'] };
    expect((await judgeOf(() => allow, granted)).freezeObjection).toBe(
      undefined,
    );
    expect((await judgeOf(() => allow)).freezeObjection).toBeUndefined();
  });

  it('asks the policy anew each time', async () => {
    let decision = allow;
    const ask = async () =>
      (await judgeOf(() => decision)).objection('sync', target);
    expect(await ask()).toBeUndefined();
    decision = deny;
    expect(await ask()).toMatch(/policy does not allow/);
  });
});
