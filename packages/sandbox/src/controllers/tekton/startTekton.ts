import type { Commit, Repositories } from '../../git/Repositories';
import type { ClusterStore } from '../../kubernetes/ClusterStore';
import { nameSuffix } from '../../kubernetes/hash';
import type { KubeObject } from '../../kubernetes/types';
import { applyManifest, ensureNamespace } from '../argo/applyManifest';
import type { Fate } from './advanceRun';
import { PIPELINE_RUNS, TEKTON_DEFINITIONS } from './definitions';
import { seedRuns, type PastRun } from './seedRuns';
import { TektonController } from './TektonController';
import type { Param } from './types';
import { verifyPipeline, verifyRun } from './verifyPipeline';

/** What Tekton verifies in a cluster. */
export interface TektonOptions {
  store: ClusterStore;
  repositories: Repositories;
  service: string;
  /** `owner/name` */
  repository: string;
  repositoryUrl: string;
  namespace: string;
  pipeline: string;
  pace?: number;
}

const MINUTE = 60_000;
const PAST_RUNS = 20;
const BRANCH = 'main';
const TESTS = 'contract-tests';

/** Installs Tekton in a cluster, with a pipeline that has verified each commit of a service and goes on to. */
export async function startTekton(
  options: TektonOptions,
): Promise<{ close(): void }> {
  const { store, repositories, repository, namespace } = options;
  TEKTON_DEFINITIONS.forEach(definition => store.register(definition));
  const commits = await repositories.log(repository, {
    ref: BRANCH,
    limit: PAST_RUNS,
  });
  const oldest = commits[commits.length - 1];
  const born = new Date(
    Date.parse(oldest?.committedAt ?? new Date().toISOString()) - MINUTE,
  );
  ensureNamespace(store, namespace, born);
  verifyPipeline(options).forEach(manifest =>
    applyManifest(store, manifest, born),
  );
  const past = await Promise.all(
    [...commits]
      .reverse()
      .map((commit, index) => pastRun(options, commit, index)),
  );
  seedRuns(store, past);

  const controller = new TektonController({
    store,
    pace: options.pace ?? 1,
    fateOf: run => fateOf(repositories, repository, revisionOf(run)),
  });
  controller.start();
  const stop = repositories.onPush(({ repository: pushed, ref, after }) => {
    if (pushed === repository && ref === `refs/heads/${BRANCH}` && after) {
      store.create(
        PIPELINE_RUNS,
        verifyRun({ ...options, sha: after, load: false }),
      );
    }
  });
  return {
    close() {
      stop();
      controller.close();
    },
  };
}

async function pastRun(
  options: TektonOptions,
  commit: Commit,
  index: number,
): Promise<PastRun> {
  const { repositories, repository, pipeline } = options;
  const fate = await fateOf(repositories, repository, commit.sha);
  return {
    object: verifyRun({
      ...options,
      name: `${pipeline}-${nameSuffix(commit.sha, 5)}`,
      sha: commit.sha,
      load: index % 5 === 3,
    }),
    createdAt: new Date(Date.parse(commit.committedAt) + MINUTE),
    fate: index % 7 === 4 ? { fails: TESTS } : fate,
    cancelled: index === 9,
  };
}

/** As for the forge's workflows: with a file called FAIL the tests fail. */
async function fateOf(
  repositories: Repositories,
  repository: string,
  sha: string | undefined,
): Promise<Fate> {
  const commit = sha && (await repositories.resolve(repository, sha));
  if (!commit) {
    return { fails: 'clone' };
  }
  const files = await repositories.readTree(repository, commit, '');
  return files.has('FAIL') ? { fails: TESTS } : {};
}

function revisionOf(run: KubeObject): string | undefined {
  const params = (run.spec?.params ?? []) as Param[];
  return params.find(({ name }) => name === 'revision')?.value;
}
