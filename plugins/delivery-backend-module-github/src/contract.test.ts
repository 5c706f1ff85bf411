import {
  describeProviderContract,
  type ProviderHarness,
} from '@throughline/plugin-delivery-node/testing';
import { createFakeSource, interestIn } from './fixtures/createFakeSource';
import { FakeGithub } from './fixtures/FakeGithub';
import { observedRun } from './fixtures/observedRun';

const NAME = 'acme/shop';

const SHOWS_TOKEN = `
run-name: Deploy (\${{ inputs.delivery_operation }})
on:
  workflow_dispatch:
    inputs:
      delivery_operation: { description: Filled in by the portal }
`;

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
  const acts: Record<string, string> = {
    runPipeline: 'dispatch ',
    rerun: 'rerun ',
    rerunFailed: 'rerun-failed-jobs ',
    cancelRun: 'cancel ',
  };
  return {
    createSource: () => createFakeSource(github, { operations: true }),
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
    operate: {
      async subject({ operation }) {
        added += 1;
        if (operation === 'runPipeline') {
          const pipeline = `.github/workflows/deploy-${added}.yaml`;
          repository.write('main', 'Add a workflow', {
            [pipeline]: { content: SHOWS_TOKEN },
          });
          return { kind: 'pipeline', repository: identity, pipeline };
        }
        const id = repository.addRun({
          created_at: new Date().toISOString(),
          ...(operation === 'cancelRun'
            ? { status: 'in_progress', conclusion: null }
            : { conclusion: 'failure' }),
        });
        return {
          kind: 'run',
          run: observedRun(identity, repository, id),
        };
      },
      effects: ({ operation }) =>
        repository.acts.filter(each => each.startsWith(acts[operation])).length,
      paths: () => github.calls.map(({ url }) => url),
    },
    close: () => github.upstream.close(),
  };
}

describeProviderContract('a GitHub host', createHarness);
