import { describeFuzz } from '@throughline/plugin-delivery-node/testing';
import type { DeployRule } from './deploy/DeployRule';
import { readDeployed } from './deploy/readDeployed';
import { tellDeployments } from './deploy/tellDeployments';
import { checkout, parameters } from './fixtures/FakeJenkins';
import { readBuild } from './map/readBuild';
import { readQueueItem } from './map/readQueueItem';
import { withStages } from './map/withStages';

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
const rule: DeployRule = {
  job: 'team/deploy',
  environment: '{ENVIRONMENT}',
  image: 'registry.example.test/{JOB_BASE_NAME}:{VERSION}',
  deploysCheckout: true,
};

function readAnswers(answers: { build?: unknown; described?: unknown } | null) {
  const read = readBuild(
    { fullName: 'team/deploy' },
    answers?.build,
    () => false,
  );
  if (read.type !== 'item') {
    return [];
  }
  const deployed = readDeployed(rule, 'team/deploy', read.item);
  return [
    withStages(read.item.run, answers?.described),
    ...tellDeployments('team/deploy', deployed ? [deployed] : [], new Map()),
  ];
}

/** Whether a build says that it has ended, and well. */
function saysSuccess({ result, building, inProgress }: any): boolean {
  return result === 'SUCCESS' && building === false && inProgress !== true;
}

const words = [
  ...['SUCCESS', 'UNSTABLE', 'FAILURE', 'ABORTED', 'NOT_BUILT', 'IN_PROGRESS'],
  ...['FAILED', 'PAUSED_PENDING_INPUT', true, false],
];

describeFuzz('Jenkins', [
  {
    name: 'a build with its stages',
    payloads: [
      { build, described },
      { build: { ...build, result: 'FAILURE' }, described },
      { build: { ...build, result: null, building: true }, described },
    ],
    words,
    read: readAnswers,
    says: ({ of }, answers) =>
      of === 'job'
        ? answers.described.stages.some(
            (stage: any) => stage?.status === 'SUCCESS',
          )
        : // Neither sync nor health is observed.
          ['status', 'outcome', 'operation'].includes(of) &&
          saysSuccess(answers.build),
  },
  {
    name: 'an item of the queue',
    payloads: [queued],
    words,
    read(node) {
      const result = readQueueItem(node);
      return result?.type === 'item' ? [result.item.run] : [];
    },
    says: () => false,
  },
]);
