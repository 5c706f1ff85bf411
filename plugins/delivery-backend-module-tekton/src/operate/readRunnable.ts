import {
  isRefused,
  parseAnswer,
  readObject,
  selectObjects,
  type KubernetesClient,
  type ObjectAddress,
} from '@throughline/plugin-delivery-kubernetes-node';
import { SourceFailure } from '@throughline/plugin-delivery-node';
import { liveRunSchema, type LiveRun } from './LiveRun';
import {
  givenSchema,
  pipelineSchema,
  pipelineSpec,
  type ParameterSpec,
  type ParameterValue,
} from './PipelineDefinition';
import { locate } from './runAddress';

/** What is known of a pipeline that can be run. */
export interface Runnable {
  /** Where runs are created; its name is the pipeline's. */
  runs: ObjectAddress;
  parameters: ParameterSpec[];
  /** The newest run, which the next one is made after; undefined where there was none. */
  newest?: LiveRun;
  /** What the newest run was given. */
  given: ReadonlyMap<string, ParameterValue>;
}

/** The labels by which the runs of a pipeline are found. */
const LABELS = [
  'tekton.dev/pipeline',
  'pipelinesascode.tekton.dev/original-prname',
];

/**
 * Reads what a pipeline asks for, and how it was run last.
 *
 * @throws SourceFailure, of kind `configuration` where there is neither a Pipeline nor a run of this name
 */
export async function readRunnable(
  client: KubernetesClient,
  pipeline: { namespace: string; name: string },
  signal: AbortSignal,
): Promise<Runnable> {
  const runs = await locate(client, 'PipelineRun', pipeline, signal);
  const newest = await newestRun(client, runs, signal);
  const brought = newest?.spec.pipelineSpec;
  const definition =
    brought === undefined || brought === null
      ? await readDefinition(client, pipeline, signal)
      : parseAnswer(pipelineSpec, brought, `the pipeline of a run`);
  if (!newest && !definition) {
    throw new SourceFailure(
      'configuration',
      `There is no Pipeline ${pipeline.namespace}/${pipeline.name}, and no run to make one after`,
    );
  }
  const given = new Map(
    (parseAnswer(givenSchema, newest?.spec.params, 'the newest run') ?? []).map(
      ({ name, value }): [string, ParameterValue] => [name, value],
    ),
  );
  return {
    runs,
    parameters: definition
      ? definition.params ?? []
      : [...given].map(([name, value]) => ({ name, type: typeOf(value) })),
    ...(newest ? { newest } : {}),
    given,
  };
}

/** Undefined where there is none in the namespace, as of one that is fetched from elsewhere. */
async function readDefinition(
  client: KubernetesClient,
  pipeline: { namespace: string; name: string },
  signal: AbortSignal,
) {
  const address = await locate(client, 'Pipeline', pipeline, signal);
  try {
    const object = await readObject(client, address, signal);
    return object === undefined
      ? undefined
      : parseAnswer(pipelineSchema, object, 'a Pipeline').spec;
  } catch (error) {
    if (isRefused(error) && error.status === 403) {
      throw new SourceFailure(
        'permission',
        `The portal's account may not read pipelines in the namespace ${pipeline.namespace}: grant it 'get' on pipelines of tekton.dev`,
      );
    }
    throw error;
  }
}

async function newestRun(
  client: KubernetesClient,
  runs: ObjectAddress,
  signal: AbortSignal,
): Promise<LiveRun | undefined> {
  for (const name of LABELS) {
    const label = { name, value: runs.name };
    const { items } = await selectObjects(client, runs, label, signal);
    const [newest] = items
      .flatMap(item => liveRunSchema.safeParse(item).data ?? [])
      .sort((a, b) => (createdAt(a) < createdAt(b) ? 1 : -1));
    if (newest) {
      return newest;
    }
  }
  return undefined;
}

function createdAt({ metadata }: LiveRun): string {
  return metadata.creationTimestamp ?? '';
}

function typeOf(value: ParameterValue): string {
  if (typeof value === 'string') {
    return 'string';
  }
  return Array.isArray(value) ? 'array' : 'object';
}
