import { DiskRepositories } from '../../git';
import { ServiceSpec } from '../../world/services';
import { nextTag } from './nextTag';

/** The version of a service's build; where its commit has none, it gets the next one, as a tag. */
export async function tagVersion(
  repositories: DiskRepositories,
  service: ServiceSpec,
  commit: { sha: string; subject: string; branch: string },
): Promise<string> {
  const { version, isNew } = await nextTag(repositories, service, commit);
  if (isNew) {
    await repositories.receive(service.repository, 'acme-ci', () =>
      repositories.git(service.repository, [
        'update-ref',
        `refs/tags/${service.tagPrefix}${version}`,
        commit.sha,
      ]),
    );
  }
  return version;
}
