import {
  describeProviderContract,
  type ProviderHarness,
} from '@throughline/plugin-delivery-node/testing';
import { createFakeSource, interestIn } from './fixtures/createFakeSource';
import { FakeGitlab } from './fixtures/FakeGitlab';

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
    close: () => gitlab.upstream.close(),
  };
}

describeProviderContract('a GitLab host', createHarness);
