import { BuildRecord, StageRecord } from '../../jenkins/BuildRecord';
import { branchJob, pipelineStageNames } from '../../jenkins/jobNames';
import { imageName, ServiceSpec, servicesIn } from '../services';
import { PlannedOutcome } from './PlannedChange';
import { WrittenSource } from './writeSource';

type Unnumbered = Omit<BuildRecord, 'number'>;

const results = {
  success: 'SUCCESS',
  failure: 'FAILURE',
  cancelled: 'ABORTED',
} as const;

/** The builds that belong to a written history: of main, of one branch, and of the job that deploys. */
export function jenkinsBuilds(written: WrittenSource): BuildRecord[] {
  const { plan } = written;
  const builds: Unnumbered[] = [];
  plan.changes.forEach((change, index) => {
    for (const outcome of change.outcomes) {
      const { service } = outcome;
      if (service.jenkins) {
        builds.push(
          mainBuild(service, outcome, {
            sha: written.changes[index].sha,
            title: change.subject,
            at: change.at,
            tests: 140 + index,
          }),
        );
      }
    }
  });
  const mains = numbered(builds);
  const deployments = mains.flatMap(deployment);
  return [...mains, ...branchBuilds(written), ...numbered(deployments)];
}

function mainBuild(
  service: ServiceSpec,
  outcome: PlannedOutcome,
  told: { sha: string; title: string; at: Date; tests: number },
): Unnumbered {
  const from = told.at.getTime() + 9_000;
  const to = outcome.finishedAt.getTime();
  const result = results[outcome.conclusion];
  return {
    job: branchJob(service.jenkins?.pipeline ?? '', 'main'),
    queuedAt: new Date(told.at.getTime() + 3_000).toISOString(),
    startedAt: new Date(from).toISOString(),
    finishedAt: outcome.finishedAt.toISOString(),
    result,
    cause: { type: 'push', branch: 'main' },
    repository: service.repository,
    sha: told.sha,
    branch: 'main',
    title: told.title,
    stages: stagesUntil(result, from, to),
    ...(result !== 'ABORTED' && {
      tests: {
        failed: result === 'SUCCESS' ? 0 : 1 + (told.tests % 3),
        skipped: 2,
        total: told.tests,
      },
    }),
    ...(outcome.version && {
      image: {
        name: imageName(service),
        tag: outcome.version,
        createdAt: outcome.finishedAt.toISOString(),
      },
    }),
  };
}

/** What fails, fails in its tests; what is stopped, is stopped while it builds. */
function stagesUntil(
  result: 'SUCCESS' | 'FAILURE' | 'ABORTED' | 'UNSTABLE',
  from: number,
  to: number,
): StageRecord[] {
  const counts = { SUCCESS: 4, FAILURE: 2, UNSTABLE: 2, ABORTED: 1 };
  const last: StageRecord['status'] = result === 'FAILURE' ? 'FAILED' : result;
  const names = pipelineStageNames.slice(0, counts[result]);
  const step = (to - from) / names.length;
  return names.map((name, index) => ({
    name,
    status: index < names.length - 1 ? 'SUCCESS' : last,
    startedAt: new Date(from + index * step).toISOString(),
    finishedAt: new Date(from + (index + 1) * step).toISOString(),
  }));
}

/** The run of the deploying job that a build of main started. */
function deployment(build: BuildRecord): Unnumbered[] {
  const stage = build.stages.find(each => each.name === 'Deploy');
  const { image } = build;
  const [service] = servicesIn(build.repository);
  const job = service.jenkins?.deploy;
  if (!stage || !image || !job) {
    return [];
  }
  return [
    {
      job,
      queuedAt: stage.startedAt,
      startedAt: stage.startedAt,
      finishedAt: stage.finishedAt,
      result: 'SUCCESS',
      cause: { type: 'upstream', job: build.job, number: build.number },
      repository: build.repository,
      sha: build.sha,
      branch: 'main',
      title: build.title,
      parameters: {
        ENVIRONMENT: 'development',
        VERSION: image.tag,
        SMOKE_TEST: 'false',
      },
      stages: [{ ...stage, name: 'Apply' }],
    },
  ];
}

/** Two builds of the first open pull request's branch: a shaky one and a good one. */
function branchBuilds(written: WrittenSource): BuildRecord[] {
  const { plan } = written;
  const [service] = plan.services;
  const [pull] = plan.open;
  if (!service.jenkins || !pull) {
    return [];
  }
  const at = pull.commits[pull.commits.length - 1].at.getTime();
  return (['UNSTABLE', 'SUCCESS'] as const).map((result, index) => {
    const from = at + 10_000 + index * 900_000;
    const to = from + 190_000;
    return {
      job: branchJob(service.jenkins?.pipeline ?? '', pull.branch),
      number: index + 1,
      queuedAt: new Date(from - 4_000).toISOString(),
      startedAt: new Date(from).toISOString(),
      finishedAt: new Date(to).toISOString(),
      result,
      cause:
        index === 0
          ? { type: 'push', branch: pull.branch }
          : { type: 'user', user: pull.author.login },
      repository: service.repository,
      sha: written.open[0].sha,
      branch: pull.branch,
      title: pull.title,
      stages: stagesUntil(result, from, to).slice(0, 2),
      tests: { failed: index === 0 ? 2 : 0, skipped: 2, total: 204 },
    };
  });
}

function numbered(builds: Unnumbered[]): BuildRecord[] {
  return [...builds]
    .sort((a, b) => a.startedAt.localeCompare(b.startedAt))
    .map((build, index) => ({ ...build, number: index + 1 }));
}
