import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { itemSchemas } from '@throughline/plugin-delivery-node/testing';
import { readBuild } from './map/readBuild';
import { readQueueItem } from './map/readQueueItem';
import { stageStatus } from './map/stageStatus';
import { withStages } from './map/withStages';

const samples = path.resolve(
  __dirname,
  '../../../../shared/contracts/jenkins/samples',
);
const present = existsSync(samples);
const suite = present ? describe : describe.skip;
const name = present
  ? 'answers recorded from Jenkins'
  : 'answers recorded from Jenkins (skipped: they are not beside this checkout)';

const sample = (file: string) =>
  JSON.parse(readFileSync(path.join(samples, `${file}.json`), 'utf8'));
const buildsOf = (file: string, job: string) =>
  (sample(file).allBuilds as any[]).map(node => {
    // The recordings are of an older Jenkins that left `building` out where it was false.
    const result = readBuild(
      { fullName: job },
      { building: false, ...node },
      () => false,
    );
    if (result.type !== 'item') {
      throw new Error(result.reason);
    }
    itemSchemas.run.parse(result.item.run);
    return result.item;
  });

suite(name, () => {
  it('of a freestyle job are read', () => {
    const builds = buildsOf('freestyle-builds', 'team/checkout');
    expect(builds[0].run).toMatchObject({
      repository: 'git.example.test/acme/checkout',
      sha: '0f886c74949c3ee7e489188911c7dc0c1d547418',
      branch: 'main',
      actor: { name: 'Sample User', login: 'sample-user' },
      status: { status: 'succeeded' },
    });
    // It runs, and its result so far says nothing.
    expect(builds[1].run.status.status).toBe('running');
    expect(builds[2].run.status).toEqual({
      status: 'cancelled',
      raw: 'ABORTED',
    });
    expect(builds.some(({ hasStages }) => hasStages)).toBe(false);
  });

  it('of a branch of a multibranch project are read', () => {
    const builds = buildsOf('multibranch-branch-builds', 'org/checkout/main');
    expect(builds[0]).toMatchObject({
      hasStages: true,
      run: {
        repository: 'git.example.test/acme/checkout-pipeline',
        sha: 'c83ae02076382670e286ac2474b7a7327fc28cde',
        trigger: 'push',
      },
    });
  });

  it.each([
    ['queue-item-queued-and-stuck', 'stuck'],
    ['queue-item-completed', 'waiting'],
  ])('of the queue are read: %s', (file, raw) => {
    const result = readQueueItem(sample(file));
    expect(result).toMatchObject({
      item: {
        fullName: 'Project/Repository/Non Parameterized Branch',
        run: { status: { status: 'queued', raw } },
      },
    });
  });

  it('of the queue are left out where they were cancelled', () => {
    expect(readQueueItem(sample('queue-item-aborted'))).toBeUndefined();
  });

  it('of the stage view are read', () => {
    const [{ run }] = buildsOf(
      'multibranch-branch-builds',
      'org/checkout/main',
    );
    const running = {
      ...run,
      status: { status: 'running' as const, raw: 'building' },
    };
    const described = withStages(running, sample('wfapi-run-describe'));
    expect(described.status).toEqual({
      status: 'waiting',
      raw: 'PAUSED_PENDING_INPUT',
    });
    expect(described.jobs.map(job => [job.name, job.status.status])).toEqual([
      ['Build', 'succeeded'],
      ['Test', 'succeeded'],
      ['Deploy', 'waiting'],
    ]);
    for (const { status } of sample('wfapi-stages')) {
      expect(stageStatus(status).status).not.toBe('unknown');
    }
    expect(stageStatus(sample('wfapi-node-failed').status).status).toBe(
      'failed',
    );
  });
});
