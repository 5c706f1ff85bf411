import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { projectPipelineRun } from './projectPipelineRun';
import { projectTaskRun } from './projectTaskRun';

const CONTRACTS = resolve(__dirname, '../../../../../shared/contracts/tekton');
const there = existsSync(CONTRACTS);
const whenThere = there ? describe : describe.skip;

if (!there) {
  process.stderr.write(
    'Skipped: Tekton was not checked against its schemas, for there is no shared/contracts beside the repository.\n',
  );
}

interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: Schema;
  'x-kubernetes-preserve-unknown-fields'?: boolean;
}

/** Whether a schema has a field, or leaves open what it has. */
function has(schema: Schema | undefined, path: string[]): boolean {
  const [first, ...rest] = path;
  if (!schema) {
    return false;
  }
  if (first === undefined) {
    return true;
  }
  if (first === '[]') {
    return has(schema.items, rest);
  }
  if (first === '*') {
    return has(schema.additionalProperties, rest);
  }
  return schema.properties
    ? has(schema.properties[first], rest)
    : Boolean(schema['x-kubernetes-preserve-unknown-fields']);
}

function schemaOf(file: string, version: string): Schema {
  const crd = parse(readFileSync(resolve(CONTRACTS, 'crds', file), 'utf8')) as {
    spec: {
      versions: { name: string; schema: { openAPIV3Schema: Schema } }[];
    };
  };
  const found = crd.spec.versions.find(({ name }) => name === version);
  return found!.schema.openAPIV3Schema;
}

const COMMON = [
  'spec.status',
  'spec.params.[].name',
  'spec.params.[].value',
  'status.conditions.[].type',
  'status.conditions.[].status',
  'status.conditions.[].reason',
  'status.conditions.[].message',
  'status.startTime',
  'status.completionTime',
];
const PIPELINE_RUN = [
  ...COMMON,
  'spec.pipelineRef.name',
  'status.childReferences.[].name',
  'status.childReferences.[].kind',
  'status.childReferences.[].pipelineTaskName',
  'status.skippedTasks.[].name',
  'status.skippedTasks.[].reason',
];
const TASK_RUN = [...COMMON, 'spec.taskRef.name', 'status.retriesStatus'];

whenThere('the schemas of Tekton', () => {
  it.each([
    ['pipelinerun.yaml', 'v1', [...PIPELINE_RUN, 'status.results.[].name']],
    [
      'pipelinerun.yaml',
      'v1beta1',
      [
        ...PIPELINE_RUN,
        'status.pipelineResults.[].name',
        'status.taskRuns.*.pipelineTaskName',
      ],
    ],
    ['taskrun.yaml', 'v1', [...TASK_RUN, 'status.results.[].name']],
    ['taskrun.yaml', 'v1beta1', [...TASK_RUN, 'status.taskResults.[].name']],
  ])('have all that is read: %s, %s', (file, version, paths) => {
    const schema = schemaOf(file, version);
    const missing = paths.filter(path => !has(schema, path.split('.')));
    expect(missing).toEqual([]);
  });
});

whenThere('the samples of Tekton', () => {
  const samples = there ? readdirSync(resolve(CONTRACTS, 'samples')) : [];
  /** The samples leave out what every object in a cluster has. */
  const read = (file: string) => {
    const object = JSON.parse(
      readFileSync(resolve(CONTRACTS, 'samples', file), 'utf8'),
    );
    const { metadata } = object.body?.taskRun ?? object;
    metadata.creationTimestamp ??= '2022-06-02T18:17:00Z';
    return object.body?.taskRun ?? object;
  };
  const noLink = () => undefined;

  it.each([
    ['pipelinerun-succeeded.json', 'succeeded', 'Succeeded', 2, 0],
    ['pipelinerun-completed-with-skip.json', 'succeeded', 'Completed', 1, 1],
    ['pipelinerun-failed.json', 'failed', 'Failed', 1, 0],
  ])('are read: %s', (file, status, raw, children, skipped) => {
    const facts = projectPipelineRun(noLink)(read(file));
    expect(facts.item.status).toMatchObject({ status, raw });
    expect(facts.item.pipeline).toBe('fetch-and-print-recipe');
    expect(facts.children).toHaveLength(children);
    expect(facts.skipped).toHaveLength(skipped);
  });

  it.each([
    ['taskrun-succeeded.json', 'succeeded', 'Succeeded'],
    ['cloudevent-taskrun-unknown.json', 'running', 'Pending'],
  ])('are read: %s', (file, status, raw) => {
    const facts = projectTaskRun(noLink)(read(file));
    expect(facts).toMatchObject({
      type: 'run',
      item: { status: { status, raw } },
    });
  });

  it('are all looked at', () => {
    expect(samples).toHaveLength(5);
  });
});
