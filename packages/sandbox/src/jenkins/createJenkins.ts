import { Router } from 'express';
import { createJenkinsRouter } from './api/createJenkinsRouter';
import { BuildQueue } from './BuildQueue';
import { Builds } from './Builds';
import { JenkinsRunner, JenkinsRunnerOptions } from './JenkinsRunner';

/** Jenkins, running. */
export interface RunningJenkins {
  builds: Builds;
  queue: BuildQueue;
  runner: JenkinsRunner;
  /** Serves the remote API. */
  router: Router;
  close(): void;
}

/** Puts Jenkins together: the queue, what runs builds, and the API. */
export function createJenkins(
  options: Omit<JenkinsRunnerOptions, 'queue'> & {
    baseUrl: string;
    gitUrl(repository: string): string;
    /** How fast the world moves, for what Jenkins forgets by the clock. */
    speed: number;
  },
): RunningJenkins {
  const { builds, repositories, onError } = options;
  const queue = new BuildQueue(options.speed);
  const runner = new JenkinsRunner({ ...options, queue });
  const stop = repositories.onPush(push => {
    runner.onPush(push).catch(onError);
  });
  return {
    builds,
    queue,
    runner,
    router: createJenkinsRouter({ ...options, builds, queue, runner }),
    close: () => {
      stop();
      queue.close();
    },
  };
}
