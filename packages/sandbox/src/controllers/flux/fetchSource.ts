import { createHash } from 'crypto';
import type { Repositories } from '../../git/Repositories';
import { at, timestamp } from '../../kubernetes/json';
import type { KubeObject } from '../../kubernetes/types';
import { repositoryOf } from '../argo/ApplicationSources';
import { withConditions } from './conditions';
import { acknowledged } from './requests';

/** A revision of Git as Flux writes it. */
export function revisionOf(branch: string, sha: string): string {
  return `${branch}@sha1:${sha}`;
}

/** The commit of a revision. */
export function commitOf(revision: string): string {
  return revision.replace(/^.*@sha1:/, '');
}

/** The repository of the sandbox that a GitRepository speaks of, and its branch. */
export function placeOf({ spec }: KubeObject): {
  repository: string;
  branch: string;
} {
  return {
    repository: repositoryOf(String(spec?.url)),
    branch: String(at(spec, ['ref', 'branch']) ?? 'master'),
  };
}

/** Looks for a branch's newest commit; the GitRepository with what was found. */
export async function fetchSource(
  repositories: Repositories,
  source: KubeObject,
  now: Date,
): Promise<KubeObject> {
  const { repository, branch } = placeOf(source);
  const sha = repositories.list().includes(repository)
    ? await repositories.resolve(repository, branch)
    : undefined;
  return sha
    ? withArtifact(source, revisionOf(branch, sha), now)
    : withFailure(source, branch, now);
}

/** A GitRepository that has fetched a revision. */
export function withArtifact(
  source: KubeObject,
  revision: string,
  now: Date,
): KubeObject {
  const before = at(source, ['status', 'artifact', 'revision']);
  const { namespace, name } = source.metadata;
  const path = `gitrepository/${namespace}/${name}/${commitOf(
    revision,
  )}.tar.gz`;
  const message = `stored artifact for revision '${revision}'`;
  const succeeded = { status: 'True' as const, reason: 'Succeeded', message };
  return {
    ...source,
    status: {
      ...source.status,
      ...acknowledged(source),
      observedGeneration: source.metadata.generation,
      ...(before !== revision && {
        artifact: {
          revision,
          digest: `sha256:${createHash('sha256').update(path).digest('hex')}`,
          lastUpdateTime: timestamp(now),
          path,
          size: 24_576,
          url: `http://source-controller.flux-system.svc.cluster.local./${path}`,
        },
      }),
      conditions: withConditions(
        source,
        [
          { type: 'Ready', ...succeeded },
          { type: 'ArtifactInStorage', ...succeeded },
        ],
        ['FetchFailed', 'Reconciling'],
        now,
      ),
    },
  };
}

function withFailure(
  source: KubeObject,
  branch: string,
  now: Date,
): KubeObject {
  const message = `failed to checkout and determine revision: unable to clone '${source.spec?.url}': couldn't find remote ref "refs/heads/${branch}"`;
  const failed = { reason: 'GitOperationFailed', message };
  return {
    ...source,
    status: {
      ...source.status,
      ...acknowledged(source),
      observedGeneration: source.metadata.generation,
      conditions: withConditions(
        source,
        [
          { type: 'FetchFailed', status: 'True', ...failed },
          { type: 'Ready', status: 'False', ...failed },
        ],
        ['Reconciling'],
        now,
      ),
    },
  };
}
