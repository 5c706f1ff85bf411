import type { Commit, Repositories } from '../../git/Repositories';
import type { ClusterStore } from '../../kubernetes/ClusterStore';
import { uuid } from '../../kubernetes/hash';
import type { KubeObject } from '../../kubernetes/types';
import { withConditions } from './conditions';
import { KUSTOMIZATIONS } from './definitions';
import { revisionOf } from './fetchSource';
import { BRANCH } from './fluxObjects';
import { withSnapshot, type Snapshot } from './history';
import { digestOf, inventoryOf } from './inventory';
import { renderRevision } from './renderRevision';

/** Applies objects as of a time in the past, rolled out. */
export type ApplyPast = (
  namespace: string,
  objects: KubeObject[],
  at: Date,
) => Promise<void>;

const COMMITS = 60;
const FETCH_AND_APPLY_MS = 14_000;

/** Puts a Kustomization into a cluster as if it had applied each commit of its folder and base for weeks. */
export async function seedKustomization(
  store: ClusterStore,
  given: KubeObject,
  options: {
    repositories: Repositories;
    repository: string;
    /** What the folder is made from: its commits are the past. */
    folder: string;
    applyPast: ApplyPast;
  },
): Promise<void> {
  const { repositories, repository, folder, applyPast } = options;
  const commits = await repositories.log(repository, {
    ref: BRANCH,
    path: folder,
    limit: COMMITS,
  });
  const versions = await distinctVersions(
    repositories,
    repository,
    given,
    commits,
  );
  const newest = versions[versions.length - 1];
  if (!newest) {
    store.create(KUSTOMIZATIONS, given);
    return;
  }
  for (const { objects, at } of versions.slice(-2)) {
    await applyPast(objects[0]?.metadata.namespace ?? 'default', objects, at);
  }
  const head = (await repositories.resolve(repository, BRANCH)) ?? newest.sha;
  const revision = revisionOf(BRANCH, head);
  const { namespace, name } = given.metadata;
  const born = new Date(versions[0].at.getTime() - FETCH_AND_APPLY_MS);
  const created = store.create(
    KUSTOMIZATIONS,
    {
      ...given,
      metadata: {
        ...given.metadata,
        finalizers: ['finalizers.fluxcd.io'],
        uid: uuid(`${store.name}/Kustomization/${namespace}/${name}`),
      },
    },
    born,
  );
  const history = versions.reduce<Snapshot[]>(
    (entries, { digest, sha, at }) =>
      withSnapshot(entries, {
        digest,
        status: 'ReconciliationSucceeded',
        revision: revisionOf(BRANCH, sha),
        at,
        seconds: 3.2,
      }),
    [],
  );
  store.update(KUSTOMIZATIONS, {
    ...created,
    status: {
      observedGeneration: created.metadata.generation,
      lastAppliedRevision: revision,
      lastAttemptedRevision: revision,
      inventory: inventoryOf(newest.objects),
      history,
      conditions: withConditions(
        created,
        [
          {
            type: 'Ready',
            status: 'True',
            reason: 'ReconciliationSucceeded',
            message: `Applied revision: ${revision}`,
          },
        ],
        [],
        newest.at,
      ),
    },
  });
}

interface Version {
  sha: string;
  objects: KubeObject[];
  digest: string;
  at: Date;
}

/** What was applied, oldest first: a commit that changes nothing that is rendered is no version. */
async function distinctVersions(
  repositories: Repositories,
  repository: string,
  given: KubeObject,
  commits: readonly Commit[],
): Promise<Version[]> {
  const versions: Version[] = [];
  for (const { sha, committedAt } of [...commits].reverse()) {
    const objects = await renderRevision(repositories, given, {
      repository,
      sha,
    }).catch(() => []);
    const digest = digestOf(objects);
    if (objects.length > 0 && versions.at(-1)?.digest !== digest) {
      const at = new Date(Date.parse(committedAt) + FETCH_AND_APPLY_MS);
      versions.push({ sha, objects, digest, at });
    }
  }
  return versions;
}
