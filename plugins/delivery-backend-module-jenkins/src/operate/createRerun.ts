import { z } from 'zod';
import {
  SourceFailure,
  type OperationSubject,
  type SourceOperation,
  runOf,
} from '@throughline/plugin-delivery-node';
import type { JenkinsClient } from '../api/JenkinsClient';
import { readActions } from '../api/schemas';
import { handleOf } from './BuildHandle';
import { buildValues } from './buildValues';
import { findStarted } from './findStarted';
import { followBuild } from './followBuild';
import type { JenkinsCalls } from './JenkinsCalls';
import { placeOf } from './placeOf';
import { readPipeline } from './readPipeline';
import type { RunnableJob } from './RunnableJob';
import { TOKEN_PARAMETER } from './TokenParameter';
import { whereThere } from './whereThere';

const Build = z.object({ actions: z.array(z.unknown()) });

/** Builds a job again with the parameters of one of its builds; of a branch, that builds its newest commit. */
export function createRerun(calls: JenkinsCalls): SourceOperation {
  return {
    operation: 'rerun',
    subject: 'run',
    resources: [],
    unavailable: subject =>
      placeOf(runOf(subject).key).kind === 'queued'
        ? 'it has not begun'
        : undefined,
    async start({ subject, token }, { signal }) {
      const client = calls.reader(signal);
      const place = buildOf(subject);
      const job = await jobOf(client, place.job);
      const given = await valuesOf(client, place.job, place.number);
      const values = buildValues(job, given, token);
      const item = await calls.writer(signal).start(job.fullName, values);
      return handleOf({ job: job.fullName, item });
    },
    async find(request, { signal }) {
      const client = calls.reader(signal);
      const job = await jobOf(client, buildOf(request.subject).job);
      return findStarted(client, job, request);
    },
    follow: (handle, { signal }) => followBuild(calls.reader(signal), handle),
  };
}

function buildOf(subject: OperationSubject) {
  const place = placeOf(runOf(subject).key);
  if (place.kind === 'queued') {
    throw new SourceFailure('configuration', 'The build has not begun');
  }
  return place;
}

async function jobOf(
  client: JenkinsClient,
  fullName: string,
): Promise<RunnableJob> {
  const pipeline = await readPipeline(client, fullName);
  if (pipeline.kind !== 'job') {
    throw new SourceFailure('configuration', `${fullName} is no job any more`);
  }
  return pipeline.job;
}

/** What a build was started with. Jenkins tells no password and no file: such a build cannot be repeated as it was. */
async function valuesOf(
  client: JenkinsClient,
  job: string,
  number: number,
): Promise<Record<string, string>> {
  const what = `build ${number} of ${job}`;
  const answer = await whereThere(what, () =>
    client.build(job, number, 'actions[parameters[name,value]]'),
  );
  const { data } = Build.safeParse(answer);
  if (!data) {
    throw new SourceFailure(
      'protocol',
      `The parameters of ${what} cannot be read`,
    );
  }
  const parameters = readActions(data.actions).parameters.filter(
    ({ name }) => name !== TOKEN_PARAMETER,
  );
  const untold = parameters.find(
    ({ value }) => value === undefined || value === null,
  );
  if (untold) {
    throw new SourceFailure(
      'configuration',
      `Jenkins does not tell what '${untold.name}' of ${what} was, as it may be a secret or a file: run the job anew`,
    );
  }
  return Object.fromEntries(
    parameters.map(({ name, value }) => [name, String(value)]),
  );
}
