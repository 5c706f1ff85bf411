import { mockServices } from '@backstage/backend-test-utils';
import { targetRules } from '../operate/access/rules';
import { targetResourceRef } from '../operate/access/TargetResource';

/** What the plugin is given to judge operations with. */
export function operationsAccess(owns: readonly string[] = []) {
  const registry = mockServices.permissionsRegistry.mock({
    getPermissionRuleset: (() => ({
      getRuleByName: (name: string) => {
        const rule = targetRules.find(each => each.name === name);
        if (!rule) {
          throw new Error(`There is no rule '${name}'`);
        }
        return rule;
      },
    })) as never,
  });
  return {
    ruleset: registry.getPermissionRuleset(targetResourceRef),
    userInfo: mockServices.userInfo.mock({
      getUserInfo: async credentials => {
        const { userEntityRef } = credentials.principal as {
          userEntityRef: string;
        };
        return {
          userEntityRef,
          ownershipEntityRefs: [userEntityRef, ...owns],
        };
      },
    }),
  };
}
