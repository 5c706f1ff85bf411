import { DiskRepositories } from '../../git';
import { ServiceSpec } from '../../world/services';
import {
  compareVersions,
  nextVersion,
  parseVersion,
  Version,
} from '../../world/seeds/versions';

/**
 * The version of a service's build: the tag that its commit has already, else the next after the highest
 * that the commit's history carries. Branches other than main count only the last number up.
 */
export async function nextTag(
  repositories: DiskRepositories,
  service: ServiceSpec,
  commit: { sha: string; subject: string; branch: string },
): Promise<{ version: string; isNew: boolean }> {
  const prefix = `refs/tags/${service.tagPrefix}`;
  const versionsOf = async (filter: string[]): Promise<Version[]> => {
    const output = await repositories.git(service.repository, [
      ...['for-each-ref', '--format=%(refname)', ...filter],
      'refs/tags',
    ]);
    return output
      .split('\n')
      .filter(ref => ref.startsWith(prefix))
      .map(ref => parseVersion(ref.slice(prefix.length)))
      .filter((version): version is Version => version !== undefined)
      .sort(compareVersions);
  };
  const [own] = await versionsOf([`--points-at=${commit.sha}`]);
  if (own) {
    return { version: own.join('.'), isNew: false };
  }
  const taken = new Set((await versionsOf([])).map(each => each.join('.')));
  const last = (await versionsOf([`--merged=${commit.sha}`])).pop();
  let next: Version = service.history.firstVersion;
  if (last) {
    next =
      commit.branch === 'main'
        ? nextVersion(last, commit.subject)
        : [last[0], last[1], last[2] + 1];
  }
  while (taken.has(next.join('.'))) {
    next = [next[0], next[1], next[2] + 1];
  }
  return { version: next.join('.'), isNew: true };
}
