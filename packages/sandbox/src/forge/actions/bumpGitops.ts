import { DiskRepositories } from '../../git';
import { deployMessage, SourceReference } from '../../world/deployMessage';
import { ci } from '../../world/people';
import {
  followedStage,
  GITOPS,
  imageName,
  overlayOf,
  ServiceSpec,
} from '../../world/services';

/**
 * Writes a version into the configuration of a stage – if none is given, the one that follows each build.
 * Undefined where there is nothing to write: no such file, or the version is there already.
 */
export async function bumpGitops(
  repositories: DiskRepositories,
  service: ServiceSpec,
  version: string,
  reference: SourceReference,
  stage = followedStage(service),
): Promise<string | undefined> {
  const path = stage && overlayOf(stage);
  if (!path) {
    return undefined;
  }
  const values = stage.gitops?.values;
  const repository = values?.repository ?? GITOPS;
  const file = values?.file ?? `${path}/kustomization.yaml`;
  const tip = await repositories.resolve(repository, 'main');
  const folder = file.slice(0, file.lastIndexOf('/'));
  const name = file.slice(file.lastIndexOf('/') + 1);
  const before =
    tip && (await repositories.readTree(repository, tip, folder)).get(name);
  if (!before) {
    return undefined;
  }
  const after = values
    ? before.replace(/^(\s*tag:\s*)\S+/m, `$1"${version}"`)
    : withNewTag(before, imageName(service), version);
  if (after === before) {
    return undefined;
  }
  return repositories.commit(repository, {
    branch: 'main',
    message: deployMessage(
      `Deploy ${service.name} ${version} to ${stage.environment}`,
      reference,
    ),
    author: ci,
    files: { [file]: after },
  });
}

/** Sets the tag of one image in a kustomization, and leaves every other character as it is. */
export function withNewTag(
  kustomization: string,
  image: string,
  tag: string,
): string {
  const lines = kustomization.split('\n');
  const at = lines.findIndex(line =>
    new RegExp(`name:\\s*["']?\\S*${image}["']?\\s*$`).test(line),
  );
  for (let i = at + 1; at >= 0 && i < lines.length; i++) {
    if (/^\s*newTag:/.test(lines[i])) {
      lines[i] = lines[i].replace(/(newTag:\s*)\S+/, `$1${tag}`);
      break;
    }
    if (/^\s*-\s/.test(lines[i])) {
      break;
    }
  }
  return lines.join('\n');
}
