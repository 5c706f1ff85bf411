import assert from 'node:assert/strict';
import { itemSchemas } from '@throughline/plugin-delivery-node/testing';
import fc from 'fast-check';
import { buildArtifact } from '../map/buildArtifact';
import { buildRun } from '../map/buildRun';
import { DIGEST, pipelineRun, SHA, taskRun } from '../testing/fixtures';
import { projectPipelineRun } from './projectPipelineRun';
import { projectTaskRun } from './projectTaskRun';

const RUNS = Number(process.env.FUZZ_RUNS ?? 5_000);
const noLink = () => undefined;

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const junk: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    0,
    -1,
    1e21,
    '',
    'True',
    'False',
    'Unknown',
    'Succeeded',
    'Completed',
    'Cancelled',
    '2026-13-45',
    '\u202e\u0000',
    '__proto__',
    [],
    {},
  ),
  fc.string(),
  fc.jsonValue() as fc.Arbitrary<Json>,
);

const pipelineBase = pipelineRun('one', {
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
const taskBase = taskRun('one-test', { run: 'one' });

/** All paths of a value, the deepest included. */
function pathsOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) {
    return [path];
  }
  return [
    ...(path.length > 0 ? [path] : []),
    ...Object.entries(value).flatMap(([key, inner]) =>
      pathsOf(inner, [...path, key]),
    ),
  ];
}

/** A copy in which some values are others, or gone. */
function varied(base: object) {
  return fc
    .array(
      fc.record({
        path: fc.constantFrom(...pathsOf(base)),
        to: fc.option(junk, { nil: undefined }),
      }),
      { minLength: 1, maxLength: 4 },
    )
    .map(changes => {
      const copy = structuredClone(base);
      for (const { path, to } of changes) {
        let at: any = copy;
        for (const key of path.slice(0, -1)) {
          at = at?.[key];
        }
        if (typeof at === 'object' && at !== null) {
          at[path[path.length - 1]] = structuredClone(to);
        }
      }
      return copy;
    });
}

/** What the input really says, read as plainly as can be. */
function saysSuccess(object: any): boolean {
  const { conditions } = object.status;
  return conditions.some(
    (one: any) =>
      one?.type === 'Succeeded' &&
      one.status === 'True' &&
      (one.reason === 'Succeeded' || one.reason === 'Completed'),
  );
}

/** What a projection gives, where it does not refuse the object by an error. */
function attempt<T>(project: (object: unknown) => T, object: unknown) {
  try {
    return project(object);
  } catch (error) {
    assert.ok(error instanceof Error);
    return undefined;
  }
}

describe('no variation of a run', () => {
  it('is told greener than it is, breaks the item schemas, or throws what is no plain error', () => {
    let told = 0;
    const check = (run: object, task: object) => {
      const facts = attempt(projectPipelineRun(noLink), run);
      const taskFacts = attempt(projectTaskRun(noLink), task);
      if (!facts) {
        return;
      }
      told++;
      const known = taskFacts?.type === 'task' ? taskFacts : undefined;
      const item = buildRun(facts, name =>
        name === 'one-test' ? known : undefined,
      );
      assert.equal(itemSchemas.run.safeParse(item).error, undefined);
      const isGreen = item.status.status === 'succeeded';
      assert.ok(!isGreen || saysSuccess(run));
      const greenJobs = item.jobs.filter(
        ({ status }) => status.status === 'succeeded',
      );
      assert.ok(greenJobs.length === 0 || saysSuccess(task));
      assert.ok(facts.images.length === 0 || isGreen);
      for (const image of facts.images) {
        const artifact = buildArtifact(image, item.key);
        assert.equal(itemSchemas.artifact.safeParse(artifact).error, undefined);
      }
    };
    fc.assert(fc.property(varied(pipelineBase), varied(taskBase), check), {
      numRuns: RUNS,
    });
    expect(told).toBeGreaterThan(RUNS / 10);
  });
});
