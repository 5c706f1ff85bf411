import type { DesiredSource } from '@throughline/plugin-delivery-common';
import type { TargetItem } from '@throughline/plugin-delivery-node';
import { identityOf } from '../link/identityOf';
import { repositoryPath } from '../link/repositoryPath';

/** What is made from places in configuration repositories. */
export type ConfiguredFrom = Pick<TargetItem, 'type' | 'desired'>;

/** A place in a configuration repository that something is made from. */
export interface ConfigPlace {
  repository: string;
  /** Absent where files alone are read. */
  path?: string;
  files: readonly string[];
}

/**
 * The places that something is made from, one for each of its sources; undefined where a source is no repository, or
 * does not tell where in it. What a pipeline deploys is made from the whole of the repository.
 */
export function placesOf({
  type,
  desired,
}: ConfiguredFrom): (ConfigPlace | undefined)[] {
  return desired.map(each => {
    const repository = each.chart ? undefined : identityOf(each.url);
    const path = pathOf(each, type);
    const files = each.files ?? [];
    return repository && (path !== undefined || files.length > 0)
      ? { repository, ...(path === undefined ? {} : { path }), files }
      : undefined;
  });
}

function pathOf(
  { path, files }: DesiredSource,
  type: ConfiguredFrom['type'],
): string | undefined {
  if (path !== undefined) {
    return repositoryPath(path);
  }
  return type === 'environment' && !files ? '' : undefined;
}
