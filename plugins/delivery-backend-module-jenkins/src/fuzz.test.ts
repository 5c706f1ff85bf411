/* eslint-disable jest/expect-expect -- assertions are within the properties */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { itemSchemas } from '@throughline/plugin-delivery-node/testing';
import type { DeployRule } from './deploy/DeployRule';
import { readDeployed } from './deploy/readDeployed';
import { tellDeployments } from './deploy/tellDeployments';
import { checkout, parameters } from './fixtures/FakeJenkins';
import { readBuild } from './map/readBuild';
import { readQueueItem } from './map/readQueueItem';
import { withStages } from './map/withStages';

const RUNS = Number(process.env.FUZZ_RUNS ?? 3_000);

const build = {
  _class: 'org.jenkinsci.plugins.workflow.job.WorkflowRun',
  number: 7,
  url: 'https://jenkins.example.test/job/team/job/deploy/7/',
  displayName: '#7',
  result: 'SUCCESS',
  building: false,
  inProgress: false,
  timestamp: 1_790_000_000_000,
  duration: 1_000,
  queueId: 70,
  actions: [
    { causes: [{ _class: 'x', shortDescription: 'by y', userId: 'y' }] },
    parameters({ ENVIRONMENT: 'dev', VERSION: '1.2.3' }),
    checkout(),
    { failCount: 1, skipCount: 1, totalCount: 3 },
    {},
  ],
};
const queued = {
  id: 3,
  inQueueSince: 1_790_000_000_000,
  why: 'no executor',
  buildable: true,
  task: { name: 'a', url: 'https://jenkins.example.test/job/a/' },
  actions: build.actions,
};
const described = {
  status: 'IN_PROGRESS',
  stages: [
    { name: 'a', status: 'SUCCESS', startTimeMillis: 1, durationMillis: 2 },
    { name: 'b', status: 'IN_PROGRESS', startTimeMillis: 3 },
  ],
};

/** Paths of all that is in a value. */
function pathsIn(
  value: unknown,
  path: (string | number)[] = [],
): (string | number)[][] {
  const below =
    value !== null && typeof value === 'object'
      ? Object.entries(value).flatMap(([key, inner]) =>
          pathsIn(inner, [...path, key]),
        )
      : [];
  return path.length > 0 ? [path, ...below] : below;
}

const junk = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    '',
    'SUCCESS',
    'success',
    '\ud800',
    -1,
    1e300,
    NaN,
    {},
    [],
    [null],
    { name: 'x' },
    '__proto__',
  ),
  fc.jsonValue(),
  fc.string({ unit: 'binary' }),
);

/** A recorded payload with up to four of its values replaced or left out. */
function varied<T>(payload: T): fc.Arbitrary<any> {
  const paths = pathsIn(payload);
  return fc
    .array(fc.tuple(fc.constantFrom(...paths), junk), {
      minLength: 1,
      maxLength: 4,
    })
    .map(changes => {
      const copy: any = structuredClone(payload);
      for (const [path, value] of changes) {
        const parent = path
          .slice(0, -1)
          .reduce(
            (at: any, key) =>
              at === null || typeof at !== 'object' ? undefined : at[key],
            copy,
          );
        if (parent !== null && typeof parent === 'object') {
          parent[path[path.length - 1]] = value;
        }
      }
      return copy;
    });
}

const rule: DeployRule = {
  job: 'team/deploy',
  environment: '{ENVIRONMENT}',
  image: 'registry.example.test/{JOB_BASE_NAME}:{VERSION}',
  deploysCheckout: true,
};

it('no variation of a build breaks anything, or makes it greener than it says', () => {
  fc.assert(
    fc.property(varied(build), varied(described), (node, stages) => {
      const result = readBuild({ fullName: 'team/deploy' }, node, () => false);
      if (result.type !== 'item') {
        assert.notEqual(result.reason, '');
        return;
      }
      const run = withStages(result.item.run, stages);
      assert.equal(itemSchemas.run.safeParse(run).error, undefined);
      if (run.status.status === 'succeeded') {
        assert.equal(node.result, 'SUCCESS');
        assert.equal(node.building, false);
        assert.notEqual(node.inProgress, true);
      }
      const deployed = readDeployed(rule, 'team/deploy', result.item);
      const items = tellDeployments(
        'team/deploy',
        deployed ? [deployed] : [],
        new Map(),
      );
      for (const item of items) {
        assert.equal(itemSchemas[item.kind].safeParse(item).error, undefined);
        if (item.kind === 'target') {
          assert.equal(item.health.status, 'unknown');
          assert.equal(item.sync.status, 'unknown');
        }
        if (item.kind === 'deployment' && item.outcome === 'succeeded') {
          assert.equal(run.status.status, 'succeeded');
        }
      }
    }),
    { numRuns: RUNS },
  );
});

it('no variation of an item of the queue breaks anything', () => {
  fc.assert(
    fc.property(varied(queued), node => {
      const result = readQueueItem(node);
      if (result?.type === 'item') {
        const { run } = result.item;
        assert.equal(itemSchemas.run.safeParse(run).error, undefined);
        assert.equal(run.status.status, 'queued');
      }
    }),
    { numRuns: RUNS },
  );
});
