import {
  describeProviderContract,
  type ProviderHarness,
} from '@throughline/plugin-delivery-node/testing';
import { createFakeSource, interestIn } from './fixtures/createFakeSource';
import { FakeGitea } from './fixtures/FakeGitea';

const NAME = 'acme/shop';

async function createHarness(): Promise<ProviderHarness> {
  const gitea = await FakeGitea.start();
  const repository = gitea.repository(NAME);
  repository.commit();
  const head = repository.commit();
  repository.states.set(head, 'pending');
  repository.addRun({ status: 'in_progress' });
  repository.addPull();
  repository.release('v1.0.0');
  const identity = `${gitea.host}/${NAME}`;
  const nameOf = (key: string) => key.slice(identity.length + 1);
  let added = 0;
  return {
    createSource: () => createFakeSource(gitea),
    interests: () => interestIn(gitea, { [NAME]: {} }),
    // What is unchanged is not told again.
    isComplete: () => true,
    upstream: {
      async add(count) {
        return Array.from({ length: count }, () => {
          added += 1;
          const name = `topic-${added}`;
          repository.branches.set(name, repository.head()!);
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
        repository.branches.set(nameOf(key), null);
      },
      misbehave: fault => gitea.upstream.misbehave(fault),
      recover: () => gitea.upstream.recover(),
      secrets: [gitea.token],
      pageSize: 50,
    },
    close: () => gitea.upstream.close(),
  };
}

describeProviderContract('a Gitea host', createHarness);
