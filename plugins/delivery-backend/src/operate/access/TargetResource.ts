import { RESOURCE_TYPE_DELIVERY_TARGET } from '@throughline/plugin-delivery-common';
import { createPermissionResourceRef } from '@backstage/plugin-permission-node';

/**
 * What permissions of operations are about. Values are those that were linked, never what a request says.
 *
 * @public
 */
export interface TargetResource {
  entityRef: string;
  /** Ref of who owns the entity. */
  owner?: string;
  /** Absent for pipelines. */
  environment?: string;
  production: boolean;
  sourceId: string;
  /** The upstream's word for the target, such as `Application`; absent for pipelines. */
  targetKind?: string;
  /** The target's id; absent for pipelines. */
  targetId?: string;
  /** The pipeline's name; absent for targets. */
  pipeline?: string;
  /** Whether what ties it to the entity is backed. */
  trusted: boolean;
}

/**
 * A condition on resources that a list can be filtered by; all that it names must hold.
 *
 * @public
 */
export interface TargetQuery {
  owners?: string[];
  environments?: string[];
  production?: boolean;
  targetKinds?: string[];
  pipelines?: string[];
}

/** The resources that permissions of operations are about. */
export const targetResourceRef = createPermissionResourceRef<
  TargetResource,
  TargetQuery
>().with({
  pluginId: 'delivery',
  resourceType: RESOURCE_TYPE_DELIVERY_TARGET,
});

/** The ref by which the permission framework names a resource. */
export function refOfResource(resource: TargetResource): string {
  const { entityRef, environment, targetId, pipeline, sourceId } = resource;
  return JSON.stringify([
    entityRef,
    environment ?? '',
    sourceId,
    targetId ?? '',
    pipeline ?? '',
  ]);
}
