import { readItems } from '@throughline/plugin-delivery-node';
import {
  describeFuzz,
  type FuzzSubject,
} from '@throughline/plugin-delivery-node/testing';
import type { ProjectFacts } from './map/ProjectFacts';
import { readBranch } from './map/readBranch';
import { readCommit } from './map/readCommit';
import { readDeployment } from './map/readDeployment';
import { environmentTarget, readEnvironment } from './map/readEnvironment';
import { readJobs, withJobs } from './map/readJobs';
import { readMergeRequest } from './map/readMergeRequest';
import { readPipeline } from './map/readPipeline';
import { readRelease } from './map/readRelease';
import deployments from './map/__fixtures__/deployments-list.json';
import jobs from './map/__fixtures__/jobs-list.json';
import mergeRequests from './map/__fixtures__/merge-requests-list.json';
import pipelineFailed from './map/__fixtures__/pipeline-failed.json';
import pipelineSuccess from './map/__fixtures__/pipeline-success.json';
import pipelines from './map/__fixtures__/pipelines-list.json';

const REPOSITORY = 'gitlab.example.test/acme/checkout';
const SHA = 'a'.repeat(40);
const project: ProjectFacts = {
  id: '12345678',
  path: 'acme/checkout',
  url: 'https://gitlab.example.test/acme/checkout',
  definition: '.gitlab-ci.yml',
  mergeTrains: false,
  disabled: new Set(),
};
const commit = {
  id: SHA,
  parent_ids: [SHA],
  title: 'A change',
  message: 'A change\n\nSee merge request acme/checkout!42',
  author_name: 'Ada',
  committed_date: '2026-11-20T10:00:00Z',
  web_url: 'https://gitlab.example.test/c',
};
const words = [
  ...['success', 'failed', 'canceled', 'skipped', 'manual', 'running'],
  ...['merged', 'opened', 'closed', 'Success', 'blocked'],
];
const list = (value: unknown): any[] => (Array.isArray(value) ? value : []);
const isSuccess = (one: any) => one?.status === 'success';
const never: FuzzSubject['says'] = () => false;

describeFuzz('GitLab', [
  {
    name: 'a pipeline with its jobs',
    payloads: [...pipelines, pipelineFailed, pipelineSuccess].map(pipeline => ({
      pipeline,
      jobs,
    })),
    words,
    read: answers =>
      readItems([readPipeline(REPOSITORY, project, answers?.pipeline)]).map(
        ({ item }) => withJobs(item, readJobs(list(answers.jobs))),
      ),
    says: ({ of }, answers) =>
      of === 'job'
        ? list(answers.jobs).some(isSuccess)
        : isSuccess(answers.pipeline),
  },
  {
    name: 'a deployment and its environment',
    payloads: deployments,
    words,
    read: node =>
      readItems([readDeployment(REPOSITORY, project, node)]).flatMap(
        deployment => [
          deployment.item,
          ...readItems([readEnvironment(REPOSITORY, node.environment)]).map(
            environment =>
              environmentTarget(REPOSITORY, project, environment, [deployment]),
          ),
        ],
      ),
    // What runs is not observed.
    says: ({ of }, node) =>
      ['outcome', 'operation'].includes(of) && isSuccess(node),
  },
  {
    name: 'a merge request',
    payloads: [
      ...mergeRequests,
      { ...mergeRequests[0], head_pipeline: pipelineSuccess },
    ],
    words,
    read: node => readItems([readMergeRequest(REPOSITORY, node)]),
    says: ({ of }, node) =>
      of === 'checks' ? isSuccess(node.head_pipeline) : node.state === 'merged',
  },
  {
    name: 'a commit',
    payloads: [commit],
    read: node =>
      readItems([readCommit(REPOSITORY, node)]).map(one => ({
        ...one,
        paths: [],
        onDefaultBranch: true,
      })),
    says: never,
  },
  {
    name: 'a branch',
    payloads: [{ name: 'main', default: true, commit }],
    read: node => readItems([readBranch(REPOSITORY, node, project.url)]),
    says: never,
  },
  {
    name: 'a release',
    payloads: [{ tag_name: 'v1', released_at: '2026-11-20T10:00:00Z', commit }],
    read: node => readItems([readRelease(REPOSITORY, node)]),
    says: never,
  },
]);
