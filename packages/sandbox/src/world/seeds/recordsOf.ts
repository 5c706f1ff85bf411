import {
  Conclusion,
  ForgeRecord,
  JobRecord,
  PullRecord,
  RunRecord,
} from '../../forge/records';
import { imageName, ServiceSpec } from '../services';
import { WrittenSource } from './writeSource';

/** The jobs of every workflow of acme, in their order. */
export const jobNames = ['build', 'test', 'publish'] as const;

/** The pull requests and runs that belong to a written history. */
export function recordsOf(written: WrittenSource): ForgeRecord[] {
  const { plan } = written;
  const pulls: PullRecord[] = [];
  const runs: Omit<RunRecord, 'id' | 'number'>[] = [];
  plan.changes.forEach((change, index) => {
    const { sha, base, headSha } = written.changes[index];
    const { pull } = change;
    if (pull && headSha) {
      const merged = change.at.toISOString();
      pulls.push({
        kind: 'pull',
        number: pull.number,
        title: change.subject,
        body: change.body ?? null,
        author: change.author.login,
        draft: false,
        state: 'closed',
        head: { ref: pull.branch, sha: headSha },
        base: { ref: 'main', sha: base },
        createdAt: pull.openedAt.toISOString(),
        updatedAt: merged,
        closedAt: merged,
        mergedAt: merged,
        mergedBy: pull.mergedBy.login,
        mergeSha: sha,
      });
    }
    const ran = change.outcomes.filter(each => each.service.workflow);
    for (const outcome of ran) {
      const actor = pull ? pull.mergedBy.login : change.author.login;
      if (pull && headSha) {
        runs.push(
          pastRun(outcome.service, {
            event: 'pull_request',
            sha: headSha,
            branch: pull.branch,
            title: change.subject,
            actor: change.author.login,
            at: pull.openedAt,
            finishedAt: new Date(pull.openedAt.getTime() + 190_000),
            conclusion: 'success',
            pull: pull.number,
          }),
        );
      }
      runs.push(
        pastRun(outcome.service, {
          event: 'push',
          sha,
          branch: 'main',
          title: change.subject,
          actor,
          at: change.at,
          finishedAt: outcome.finishedAt,
          conclusion: outcome.conclusion,
          version: outcome.version,
        }),
      );
    }
  });
  plan.open.forEach((pull, index) => {
    const at = pull.commits[pull.commits.length - 1].at;
    const { sha, base } = written.open[index];
    pulls.push({
      kind: 'pull',
      number: pull.number,
      title: pull.title,
      body: 'Please have a look.',
      author: pull.author.login,
      draft: pull.draft,
      state: 'open',
      head: { ref: pull.branch, sha },
      base: { ref: 'main', sha: base },
      createdAt: pull.commits[0].at.toISOString(),
      updatedAt: at.toISOString(),
      closedAt: null,
      mergedAt: null,
      mergedBy: null,
      mergeSha: null,
    });
    const [service] = plan.services;
    if (service.workflow) {
      runs.push(
        pastRun(service, {
          event: 'pull_request',
          sha,
          branch: pull.branch,
          title: pull.title,
          actor: pull.author.login,
          at: new Date(at.getTime() + 5_000),
          finishedAt: new Date(at.getTime() + 200_000),
          conclusion: 'success',
          pull: pull.number,
          ...(!pull.draft && {
            version: previewTag(pull.number, sha),
          }),
        }),
      );
    }
  });
  const { hotfix } = plan;
  if (hotfix && written.hotfix) {
    runs.push(
      pastRun(hotfix.service, {
        event: 'push',
        sha: written.hotfix,
        branch: hotfix.branch,
        title: hotfix.commit.subject,
        actor: hotfix.author.login,
        at: hotfix.commit.at,
        finishedAt: hotfix.finishedAt,
        conclusion: 'success',
        version: hotfix.version,
      }),
    );
  }
  return [...pulls.sort((a, b) => a.number - b.number), ...numbered(runs)];
}

/** The tag of the image that a pull request's preview environment runs. */
export function previewTag(number: number, sha: string): string {
  return `pr-${number}-${sha.slice(0, 7)}`;
}

function numbered(runs: Omit<RunRecord, 'id' | 'number'>[]): RunRecord[] {
  const counts = new Map<string, number>();
  const used = new Set<number>();
  return runs
    .sort((a, b) => a.createdAt.localeCompare(b.createdAt))
    .map(run => {
      const number = (counts.get(run.workflow) ?? 0) + 1;
      counts.set(run.workflow, number);
      let id = runId(new Date(run.createdAt));
      while (used.has(id)) {
        id += 1;
      }
      used.add(id);
      return {
        ...run,
        id,
        number,
        jobs: run.jobs.map((job, index) => ({ ...job, id: id * 10 + index })),
      };
    });
}

/** An id for a run that starts then; ids grow with time, as GitHub's do. */
export function runId(at: Date): number {
  return Math.floor(at.getTime() / 100);
}

function pastRun(
  service: ServiceSpec,
  told: {
    event: RunRecord['event'];
    sha: string;
    branch: string;
    title: string;
    actor: string;
    at: Date;
    finishedAt: Date;
    conclusion: Conclusion;
    pull?: number;
    version?: string;
  },
): Omit<RunRecord, 'id' | 'number'> {
  const createdAt = new Date(told.at.getTime() + 4_000).toISOString();
  const updatedAt = told.finishedAt.toISOString();
  return {
    kind: 'run',
    attempt: 1,
    workflow: service.workflow?.file ?? '',
    event: told.event,
    branch: told.branch,
    sha: told.sha,
    title: told.title,
    actor: told.actor,
    status: 'completed',
    conclusion: told.conclusion,
    createdAt,
    startedAt: createdAt,
    updatedAt,
    jobs: pastJobs(told, createdAt),
    ...(told.pull && { pull: told.pull }),
    ...(told.version && {
      image: {
        name: imageName(service),
        tag: told.version,
        createdAt: updatedAt,
      },
    }),
  };
}

function pastJobs(
  told: { at: Date; finishedAt: Date; conclusion: Conclusion; event: string },
  createdAt: string,
): JobRecord[] {
  const from = told.at.getTime() + 9_000;
  const step = (told.finishedAt.getTime() - from) / jobNames.length;
  const names = told.event === 'pull_request' ? jobNames.slice(0, 2) : jobNames;
  const stopsAt = told.conclusion === 'success' ? names.length : 1;
  return names.map((name, index) => {
    const skipped = index > stopsAt;
    const startedAt = new Date(from + index * step).toISOString();
    return {
      id: 0,
      name,
      status: 'completed',
      conclusion: jobConclusion(index, stopsAt, told.conclusion),
      createdAt,
      startedAt,
      completedAt: skipped
        ? startedAt
        : new Date(from + (index + 1) * step).toISOString(),
    };
  });
}

function jobConclusion(
  index: number,
  stopsAt: number,
  conclusion: Conclusion,
): Conclusion {
  if (index < stopsAt) {
    return 'success';
  }
  return index === stopsAt ? conclusion : 'skipped';
}
