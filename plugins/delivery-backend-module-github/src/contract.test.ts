import {
  describeProviderContract,
  type ProviderHarness,
} from '@throughline/plugin-delivery-node/testing';
import { createFakeSource, interestIn } from './fixtures/createFakeSource';
import { FakeGithub } from './fixtures/FakeGithub';

const NAME = 'acme/shop';

async function createHarness(): Promise<ProviderHarness> {
  const github = await FakeGithub.start();
  const repository = github.repository(NAME);
  repository.commit();
  repository.commit();
  repository.addPull();
  repository.addRun();
  repository.deploy('production', ['IN_PROGRESS', 'SUCCESS']);
  const identity = `${github.host}/${NAME}`;
  const nameOf = (key: string) => key.slice(identity.length + 1);
  let added = 0;
  return {
    createSource: () => createFakeSource(github),
    interests: () => interestIn(github, { [NAME]: {} }),
    // What is unchanged is not told again.
    isComplete: () => true,
    upstream: {
      async add(count) {
        return Array.from({ length: count }, () => {
          added += 1;
          const name = `topic-${added}`;
          repository.push(name, repository.head()!);
          return { kind: 'branch' as const, key: `${identity}:${name}` };
        });
      },
      async update({ key }) {
        repository.commit({ branch: nameOf(key) });
      },
      async remove({ key }) {
        repository.branches.delete(nameOf(key));
      },
      async malform({ key }) {
        repository.push(nameOf(key), null);
      },
      misbehave: fault => github.upstream.misbehave(fault),
      recover: () => github.upstream.recover(),
      secrets: [github.token],
      pageSize: 100,
    },
    close: () => github.upstream.close(),
  };
}

describeProviderContract('a GitHub host', createHarness);
