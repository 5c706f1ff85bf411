import type {
  AuthService,
  BackstageCredentials,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  type PermissionRuleset,
} from '@backstage/plugin-permission-node';
import {
  deliveryBreakGlassPermission,
  deliveryOperationApprovePermission,
  deliveryOperationPermissions,
  OPERATION_TYPES,
  type OperationType,
} from '@throughline/plugin-delivery-common';
import {
  floorObjection,
  freezeObjection,
  type Asker,
  type FloorConfig,
} from './Floor';
import { refOfPrincipal } from './refOfPrincipal';
import type { TargetResource } from './TargetResource';

/** What is asked about besides types of operations. */
export type Right = OperationType | 'approve' | 'breakGlass';

/** Says what one person may do, at one moment. */
export interface Judge {
  asker: Asker;
  /** Why not, in words; undefined where it is allowed. */
  objection(right: Right, resource: TargetResource): string | undefined;
  /** Why the floor does not let them freeze the whole fleet. */
  freezeObjection?: string;
}

const PERMISSIONS = [
  ...OPERATION_TYPES.map(
    type => [type as Right, deliveryOperationPermissions[type]] as const,
  ),
  ['approve' as Right, deliveryOperationApprovePermission] as const,
  ['breakGlass' as Right, deliveryBreakGlassPermission] as const,
];

/**
 * Judges by the permission policy, and by the floor under it. All decisions of one person are asked for in one call; they
 * are not kept, as one that was kept must never authorise a write.
 */
export class AccessJudge {
  readonly #holds: (
    decision: PolicyDecision,
    resource: TargetResource | undefined,
  ) => boolean;

  constructor(
    private readonly options: {
      permissions: PermissionsService;
      ruleset: PermissionRuleset<TargetResource>;
      auth: AuthService;
      userInfo: UserInfoService;
      floor: FloorConfig;
    },
  ) {
    this.#holds = createConditionAuthorizer(options.ruleset);
  }

  async of(credentials: BackstageCredentials): Promise<Judge> {
    const asker = await this.#asker(credentials);
    const decisions = await this.options.permissions.authorizeConditional(
      PERMISSIONS.map(([, permission]) => ({ permission })),
      { credentials },
    );
    const byRight = new Map(
      PERMISSIONS.map(([right], index) => [right, decisions[index]]),
    );
    const frozen = freezeObjection(asker, this.options.floor);
    return {
      asker,
      ...(frozen ? { freezeObjection: frozen } : {}),
      objection: (right, resource) => {
        const decision = byRight.get(right);
        if (
          !decision ||
          decision.result === AuthorizeResult.DENY ||
          !this.#holds(decision, resource)
        ) {
          return 'the permission policy does not allow it';
        }
        const type =
          right === 'approve' || right === 'breakGlass' ? 'promote' : right;
        return floorObjection(type, asker, resource, this.options.floor);
      },
    };
  }

  async #asker(credentials: BackstageCredentials): Promise<Asker> {
    const { auth, userInfo } = this.options;
    const ref = refOfPrincipal(auth, credentials);
    if (auth.isPrincipal(credentials, 'user')) {
      const info = await userInfo.getUserInfo(credentials);
      return {
        type: 'user',
        ref,
        owns: info.ownershipEntityRefs,
      };
    }
    return { type: 'service', ref, owns: [] };
  }
}
