import type { RunItem } from '@throughline/plugin-delivery-node';
import {
  describeProviderContract,
  type ProviderHarness,
} from '@throughline/plugin-delivery-node/testing';
import { createFakeSource, interestIn } from './fixtures/createFakeSource';
import { FakeGitea } from './fixtures/FakeGitea';
import { runStatus } from './map/statuses';

const NAME = 'acme/shop';
const WORKFLOW = `
run-name: Run of \${{ inputs.delivery_operation }}
on:
  workflow_dispatch:
    inputs:
      delivery_operation: {}
`;
const STATUSES: Record<string, Record<string, unknown>> = {
  rerunFailed: { conclusion: 'failure' },
  cancelRun: { status: 'in_progress' },
};

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
    operate: {
      async subject({ operation }) {
        added += 1;
        const name = `acme/${operation}-${added}`;
        const own = gitea.repository(name);
        own.write('main', 'Begin', {
          '.gitea/workflows/ci.yaml': { content: WORKFLOW },
        });
        if (operation === 'runPipeline') {
          return {
            kind: 'pipeline',
            pipeline: 'ci.yaml',
            repository: `${gitea.host}/${name}`,
          };
        }
        const id = own.addRun(STATUSES[operation]);
        const found = own.runs.find(one => one.id === id)!;
        const run: RunItem = {
          kind: 'run',
          key: `${gitea.host}/${name}/runs/${id}`,
          repository: `${gitea.host}/${name}`,
          pipeline: 'ci.yaml',
          attempt: 1,
          status: runStatus(String(found.status), String(found.conclusion)),
          createdAt: '2026-09-21T14:14:20.000Z',
          jobs: [],
        };
        return { kind: 'run', run };
      },
      effects: ({ operation }) =>
        gitea.done.filter(one => one.includes(` acme/${operation}-`)).length,
      paths: () => gitea.rawPaths,
    },
    close: () => gitea.upstream.close(),
  };
}

describeProviderContract('a Gitea host', createHarness);
