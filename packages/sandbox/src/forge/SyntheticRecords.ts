import { runId } from '../world/seeds/recordsOf';
import { SyntheticCodeHost } from './code/SyntheticCodeHost';
import { ForgeRecords } from './ForgeRecords';
import {
  DeploymentRecord,
  PullRecord,
  RunRecord,
  StatusRecord,
} from './records';

/** The workflow file of synthetic services. */
export const SYNTHETIC_WORKFLOW = 'delivery.yml';

/** Runs of the large world in front of those that were recorded. */
export class SyntheticRecords implements ForgeRecords {
  constructor(
    private readonly recorded: ForgeRecords,
    private readonly code: SyntheticCodeHost,
  ) {}

  runs(repository: string): RunRecord[] {
    const service = this.code.service(repository);
    if (!service) {
      return this.recorded.runs(repository);
    }
    return service.versions
      .map((version, index): RunRecord => {
        const at = version.committedAt.getTime();
        const time = (seconds: number) =>
          new Date(at + seconds * 1000).toISOString();
        const id = runId(version.committedAt) + service.index * 1_000;
        return {
          kind: 'run',
          id,
          number: index + 1,
          attempt: 1,
          workflow: SYNTHETIC_WORKFLOW,
          event: 'push',
          branch: 'main',
          sha: version.sha,
          title: version.subject,
          actor: version.author.login,
          status: 'completed',
          conclusion: 'success',
          createdAt: time(4),
          startedAt: time(4),
          updatedAt: time(240),
          jobs: ['build', 'test', 'publish'].map((name, position) => ({
            id: id * 10 + position,
            name,
            status: 'completed',
            conclusion: 'success',
            createdAt: time(4),
            startedAt: time(10 + position * 75),
            completedAt: time(80 + position * 75),
          })),
          image: {
            name: service.image,
            tag: version.version,
            createdAt: time(240),
          },
        };
      })
      .reverse();
  }

  pulls(repository: string): PullRecord[] {
    return this.code.service(repository) ? [] : this.recorded.pulls(repository);
  }

  statuses(repository: string, sha: string): StatusRecord[] {
    return this.recorded.statuses(repository, sha);
  }

  deployments(repository: string): DeploymentRecord[] {
    return this.code.service(repository)
      ? []
      : this.recorded.deployments(repository);
  }
}
