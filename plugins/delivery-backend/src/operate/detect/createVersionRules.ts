import type {
  AuthService,
  LoggerService,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { PermissionRuleset } from '@backstage/plugin-permission-node';
import type { DeliverySource } from '@throughline/plugin-delivery-node';
import type { EnvironmentRule } from '../../config/environments';
import type { Visibility } from '../../permissions/Visibility';
import type { LivePages } from '../../read/LivePages';
import type { RecordLoader } from '../../read/RecordLoader';
import type { Store } from '../../store';
import { AccessJudge } from '../access/AccessJudge';
import type { TargetResource } from '../access/TargetResource';
import type { OperationsConfig } from '../config/readOperations';
import { SubjectFinder } from '../subjects/SubjectFinder';
import { DefaultVersionRules } from './DefaultVersionRules';
import type { VersionRules } from './VersionRules';

/** Puts the parts of it together. */
export function createVersionRules(options: {
  store: Store;
  loader: RecordLoader;
  pages: LivePages;
  sources: readonly DeliverySource[];
  environments: readonly EnvironmentRule[];
  config: OperationsConfig;
  visibility: Visibility;
  permissions: PermissionsService;
  ruleset: PermissionRuleset<TargetResource>;
  auth: AuthService;
  userInfo: UserInfoService;
  logger: LoggerService;
}): VersionRules {
  const { store, config } = options;
  return new DefaultVersionRules({
    ...options,
    finder: new SubjectFinder({ ...options, knex: store.knex }),
    reader: store.reader,
    configured: config.versions,
    access: new AccessJudge({ ...options, floor: config.floor }),
  });
}
