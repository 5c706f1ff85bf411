import { isTerminalRun } from '@throughline/plugin-delivery-common';
import type { Gate } from './Gate';

const gate = 'pipelineGreen';

/**
 * Asks that the pipeline of the version's commit has succeeded.
 *
 * @param pipelines - those that must have; all that ran for the commit where empty
 */
export function pipelineGreen(pipelines: readonly string[] = []): Gate {
  return {
    kind: gate,
    judge({ version, runs, stale }) {
      if (!version?.commit || runs === undefined) {
        return {
          gate,
          state: 'fail',
          reason: `which commit ${
            version?.label ?? 'the version'
          } was built from is not known${
            version?.unknownBecause ? `: ${version.unknownBecause}` : ''
          }`,
        };
      }
      if (version.evidence?.certainty !== 'certain') {
        return {
          gate,
          state: 'fail',
          reason: `that ${
            version.label
          } was built from ${version.commit.sha.slice(
            0,
            7,
          )} is inferred, not certain`,
        };
      }
      if (stale) {
        return { gate, state: 'wait', reason: stale };
      }
      const missing = pipelines.filter(
        name => !runs.some(run => run.pipeline === name),
      );
      const counted =
        pipelines.length > 0
          ? runs.filter(run => pipelines.includes(run.pipeline))
          : runs;
      const bad = counted.filter(
        ({ status }) =>
          isTerminalRun(status.status) &&
          status.status !== 'succeeded' &&
          status.status !== 'skipped',
      );
      if (bad.length > 0) {
        return {
          gate,
          state: 'fail',
          reason: `${names(bad)} did not succeed for ${shortOf(
            version.commit.sha,
          )}`,
        };
      }
      const open = counted.filter(
        ({ status }) => !isTerminalRun(status.status),
      );
      if (open.length > 0) {
        return {
          gate,
          state: 'wait',
          reason: `${names(open)} has not ended for ${shortOf(
            version.commit.sha,
          )}`,
        };
      }
      if (missing.length > 0 || !counted.some(isGreen)) {
        return {
          gate,
          state: 'fail',
          reason: `no run of ${
            missing.join(', ') || 'a pipeline'
          } is known for ${shortOf(version.commit.sha)}`,
        };
      }
      return {
        gate,
        state: 'pass',
        reason: `${names(counted)} succeeded for ${shortOf(
          version.commit.sha,
        )}`,
      };
    },
  };
}

function isGreen({ status }: { status: { status: string } }): boolean {
  return status.status === 'succeeded';
}

function names(runs: readonly { pipeline: string }[]): string {
  return [...new Set(runs.map(({ pipeline }) => pipeline))].sort().join(', ');
}

function shortOf(sha: string): string {
  return sha.slice(0, 7);
}
