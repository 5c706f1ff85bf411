import type { RunItem } from '@throughline/plugin-delivery-node';
import {
  describeProviderContract,
  type ProviderHarness,
} from '@throughline/plugin-delivery-node/testing';
import { createFakeSource, interestIn } from './fixtures/createFakeSource';
import { FakeGitlab } from './fixtures/FakeGitlab';
import { runStatus } from './map/runStatus';

const STATUSES: Record<string, string> = {
  rerunFailed: 'failed',
  cancelRun: 'running',
};
const PATH = 'acme/platform/shop';

async function createHarness(): Promise<ProviderHarness> {
  const gitlab = await FakeGitlab.start();
  const project = gitlab.project(PATH);
  project.commit();
  project.commit();
  project.addPipeline({ status: 'running' });
  project.addMergeRequest();
  project.deploy('production');
  project.release('v1.0.0');
  const identity = `${gitlab.host}/${PATH}`;
  const nameOf = (key: string) => key.slice(identity.length + 1);
  let added = 0;
  return {
    createSource: () => createFakeSource(gitlab),
    interests: () => interestIn(gitlab, { [PATH]: {} }),
    // What is unchanged is not told again.
    isComplete: () => true,
    upstream: {
      async add(count) {
        return Array.from({ length: count }, () => {
          added += 1;
          const name = `topic-${added}`;
          project.branches.set(name, project.head()!);
          return { kind: 'branch' as const, key: `${identity}:${name}` };
        });
      },
      async update({ key }) {
        project.commit({ branch: nameOf(key) });
      },
      async remove({ key }) {
        project.branches.delete(nameOf(key));
      },
      async malform({ key }) {
        project.branches.set(nameOf(key), null);
      },
      misbehave: fault => gitlab.upstream.misbehave(fault),
      recover: () => gitlab.upstream.recover(),
      secrets: [gitlab.token],
      pageSize: 100,
    },
    operate: {
      async subject({ operation }) {
        added += 1;
        const path = `acme/${operation}-${added}`;
        const own = gitlab.project(path);
        own.commit();
        if (operation === 'runPipeline') {
          return { kind: 'pipeline', pipeline: path };
        }
        const status = STATUSES[operation] ?? 'success';
        const id = own.addPipeline({ status });
        const run: RunItem = {
          kind: 'run',
          key: `${gitlab.host}/${path}/pipelines/${id}`,
          repository: `${gitlab.host}/${path}`,
          pipeline: 'pipeline',
          status: runStatus(status),
          createdAt: '2026-09-21T14:14:20.000Z',
          jobs: [],
        };
        return { kind: 'run', run };
      },
      effects: ({ operation }) =>
        gitlab.done.filter(one => one.includes(` acme/${operation}-`)).length,
      paths: () => gitlab.rawPaths,
    },
    close: () => gitlab.upstream.close(),
  };
}

describeProviderContract('a GitLab host', createHarness);
