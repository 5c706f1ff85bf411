import { describeFuzz } from '@throughline/plugin-delivery-node/testing';
import { buildArtifact } from './map/buildArtifact';
import { buildRun } from './map/buildRun';
import { projectPipelineRun } from './objects/projectPipelineRun';
import { projectTaskRun } from './objects/projectTaskRun';
import {
  condition,
  DIGEST,
  pipelineRun,
  SHA,
  taskRun,
} from './testing/fixtures';

const noLink = () => undefined;

/** What a projection gives; an object that is malformed is refused by a plain error, and costs itself. */
function attempt<T>(project: (object: unknown) => T, object: unknown) {
  try {
    return project(object);
  } catch (error) {
    if ((error as Error).name === 'ZodError') {
      return undefined;
    }
    throw error;
  }
}

function read(listed: { run?: unknown; task?: unknown } | null) {
  const facts = attempt(projectPipelineRun(noLink), listed?.run);
  const task = attempt(projectTaskRun(noLink), listed?.task);
  if (!facts) {
    return [];
  }
  const known = task?.type === 'task' ? task : undefined;
  const run = buildRun(facts, name =>
    name === 'one-test' ? known : undefined,
  );
  return [run, ...facts.images.map(image => buildArtifact(image, run.key))];
}

/** Whether the condition that counts says that it succeeded, for a reason that is one. */
function saysSuccess(object: any): boolean {
  return object.status.conditions.some(
    (one: any) =>
      one?.type === 'Succeeded' &&
      one.status === 'True' &&
      ['Succeeded', 'Completed'].includes(one.reason),
  );
}

const run = pipelineRun('one', {
  tasks: ['clone', 'test'],
  spec: { params: [{ name: 'revision', value: SHA }] },
  status: {
    skippedTasks: [{ name: 'notify', reason: 'None' }],
    results: [
      { name: 'IMAGE_URL', value: 'ghcr.io/acme/checkout' },
      { name: 'IMAGE_DIGEST', value: DIGEST },
      { name: 'commit', value: SHA },
    ],
  },
});
const task = taskRun('one-test', { run: 'one' });

describeFuzz('Tekton', [
  {
    name: 'a PipelineRun with a TaskRun',
    payloads: [
      { run, task },
      {
        run: pipelineRun('one', {
          status: { conditions: condition('False', 'Failed', 'it broke') },
        }),
        task,
      },
    ],
    words: [
      ...['True', 'False', 'Unknown', 'Succeeded', 'Completed', 'Cancelled'],
      ...['PipelineRunPending', 'TaskRunCancelled', 'Failed', 'None'],
    ],
    read,
    says: ({ of }, listed) =>
      saysSuccess(of === 'job' ? listed.task : listed.run),
  },
]);
