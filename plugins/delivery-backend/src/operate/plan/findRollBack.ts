import { InputError, NotFoundError } from '@backstage/errors';
import type { OperationInput } from '@throughline/plugin-delivery-common';
import type {
  DeploymentItem,
  TargetItem,
} from '@throughline/plugin-delivery-node';
import { identityOf } from '../../link/identityOf';
import { repositoryPath } from '../../link/repositoryPath';
import type { EntityRecord } from '../../read/EntityRecord';
import type { VersionRule } from '../versions/VersionRule';
import type { Wanted } from './findWanted';
import { linkedTarget, TargetHistory } from './TargetHistory';
import { sourcesOf, wantedOf } from './wantedOf';

/**
 * Finds what a roll back brings back: the version of an earlier deployment, and the configuration that each target had
 * with it. Of several targets, those that are where they should be are left alone.
 *
 * @throws NotFoundError where the input names no deployment of the entity
 * @throws InputError where it names targets of other environments
 */
export function findRollBack(
  input: OperationInput,
  record: EntityRecord,
): Wanted {
  const deployment = record.deployments.find(
    ({ id }) => id === input.deploymentId,
  );
  const target = linkedTarget(record, deployment?.targetId);
  if (!deployment || !target?.link.environment) {
    throw new NotFoundError(
      'There is no such deployment of this entity. Load the page again.',
    );
  }
  const { environment } = target.link;
  const others = (input.targetIds ?? []).filter(id => id !== target.stored.id);
  if (
    others.some(
      id => linkedTarget(record, id)?.link.environment !== environment,
    )
  ) {
    throw new InputError(
      `A roll back is of one environment: name targets of ${environment} alone, by the ids that the page has.`,
    );
  }
  const history = new TargetHistory(record);
  const version = history.versionOf(deployment);
  const brought = new Map([[target.stored.id, deployment]]);
  for (const id of others) {
    const own = history.earlier(id, version?.label);
    if (own) {
      brought.set(id, own);
    }
  }
  const targetIds = [
    ...(history.isNewest(deployment) ? [] : [target.stored.id]),
    ...others.filter(id => !history.keeps(id, version?.label)),
  ];
  return {
    environment,
    label: version?.label ?? 'an earlier configuration',
    wanted: wantedOf(version, sourcesOf(deployment.item)),
    targetIds: targetIds.length > 0 ? targetIds : [target.stored.id],
    pinning: 'pin',
    ...(version ? { version } : {}),
    ...(targetIds.length === 0
      ? {
          refusedBecause:
            'it is the newest deployment: there is nothing to go back to',
        }
      : {}),
    restore: (id, item, rule) => {
      const own = brought.get(id);
      return own && placeThen(own.item, item, rule);
    },
  };
}

/** The folder of a target's configuration, and the commit that has it as it was. */
function placeThen(
  { desired, revisions }: DeploymentItem,
  item: TargetItem,
  { repository }: VersionRule,
): { folder: string; revision: string } | undefined {
  // A history of rendered manifests names no commit of what they were rendered from.
  if (item.desired.some(({ rendered }) => rendered)) {
    return undefined;
  }
  const isHere = (each: TargetItem['desired'][number]) =>
    identityOf(each.url) === repository && each.path;
  const revision = revisions[desired.findIndex(isHere)];
  const path = item.desired.find(isHere)?.path;
  const folder = path ? repositoryPath(path) : '';
  return revision && /^[0-9a-f]{40}$/.test(revision) && folder
    ? { folder, revision }
    : undefined;
}
