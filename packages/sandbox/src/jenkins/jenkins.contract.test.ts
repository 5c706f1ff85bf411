import { existsSync, readFileSync } from 'fs';
import path from 'path';
import { BuildRecord } from './BuildRecord';
import { buildObject } from './model/buildObject';
import { describeBuild } from './model/describeBuild';
import { queueItemObject } from './model/queueItemObject';

const samples = path.resolve(
  __dirname,
  '../../../../../shared/contracts/jenkins/samples',
);
const present = existsSync(samples);
const suite = present ? describe : describe.skip;
const name = present
  ? 'the stand-in for Jenkins'
  : 'the stand-in for Jenkins (skipped: the recorded answers are not beside this checkout)';

const sample = (file: string) =>
  JSON.parse(readFileSync(path.join(samples, `${file}.json`), 'utf8'));
const typesOf = (value: object) =>
  Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      inner === null ? 'null' : typeof inner,
    ]),
  );

const build: BuildRecord = {
  job: 'team/checkout/main',
  number: 4,
  queuedAt: '2026-11-01T08:00:00.000Z',
  startedAt: '2026-11-01T08:00:01.000Z',
  finishedAt: '2026-11-01T08:03:00.000Z',
  result: 'SUCCESS',
  cause: { type: 'push', branch: 'main' },
  repository: 'acme/checkout',
  sha: 'c83ae02076382670e286ac2474b7a7327fc28cde',
  branch: 'main',
  title: 'Change something',
  stages: [
    {
      name: 'Build',
      status: 'SUCCESS',
      startedAt: '2026-11-01T08:00:01.000Z',
      finishedAt: '2026-11-01T08:01:00.000Z',
    },
  ],
};
const options = {
  baseUrl: 'https://jenkins.example.test',
  gitUrl: (repository: string) => `https://git.example.test/${repository}.git`,
};

suite(name, () => {
  it('tells of builds what a Jenkins tells', () => {
    const [recorded] = sample('multibranch-branch-builds').allBuilds;
    const told = buildObject(build, options) as any;
    expect(typesOf(told)).toMatchObject(typesOf(recorded));
    const actionOf = (of: any, key: string) =>
      of.actions.find((action: any) => key in action);
    for (const key of ['causes', 'lastBuiltRevision']) {
      expect(typesOf(actionOf(told, key))).toMatchObject(
        typesOf(actionOf(recorded, key)),
      );
    }
    expect(actionOf(told, 'causes')).toEqual(actionOf(recorded, 'causes'));
    expect(told.actions).toContainEqual({});
  });

  it('tells of the queue what a Jenkins tells', () => {
    const item = {
      id: 20,
      job: 'team/checkout',
      since: new Date(),
      cause: { type: 'user' as const, user: 'maya' },
      why: null,
    };
    const { baseUrl } = options;
    const recorded = {
      left: sample('queue-item-completed'),
      cancelled: sample('queue-item-aborted'),
      waiting: sample('queue-item-queued-and-stuck'),
    };
    const told = {
      left: queueItemObject({ ...item, state: 'left', build: 4 }, baseUrl),
      cancelled: queueItemObject({ ...item, state: 'cancelled' }, baseUrl),
      waiting: queueItemObject(
        { ...item, state: 'waiting', why: 'no executor' },
        baseUrl,
      ),
    };
    expect(typesOf(told.left)).toEqual(typesOf(recorded.left));
    expect(typesOf(told.cancelled)).toEqual(typesOf(recorded.cancelled));
    // What is buildable has two more properties than what is in its quiet period.
    const { buildableStartMilliseconds, pending, ...common } = recorded.waiting;
    expect(typesOf(told.waiting)).toMatchObject(typesOf(common));
    expect(typesOf(told.left.executable as object)).toEqual(
      typesOf(recorded.left.executable),
    );
  });

  it('tells of stages what the stage view tells', () => {
    const [, recorded] = sample('wfapi-runs');
    const told = describeBuild(build) as any;
    expect(typesOf(told)).toMatchObject(typesOf(recorded));
    expect(typesOf(told.stages[0])).toMatchObject(typesOf(recorded.stages[0]));
  });
});
