import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  describeProviderContract,
  startFaultyUpstream,
  type ProviderHarness,
} from '@throughline/plugin-delivery-node/testing';
import { GitRepository } from './fixtures/GitRepository';
import { hostConfig } from './fixtures/hostConfig';
import { BASIC, PASSWORD, serveGit, USER } from './fixtures/serveGit';
import { GitSource } from './source/GitSource';

async function createHarness(): Promise<ProviderHarness> {
  const folder = mkdtempSync(path.join(tmpdir(), 'git-contract-'));
  const upstream = await startFaultyUpstream(serveGit(folder));
  const { host } = new URL(upstream.url);
  const identity = `${host}/shop/api`;
  const repository = new GitRepository(path.join(folder, 'shop/api.git'));
  repository.commit('main', 'The beginning', { 'README.md': 'Hello' });
  let added = 0;
  let updated = 0;
  const branchOf = (key: string) => key.slice(identity.length + 1);

  return {
    createSource: () =>
      new GitSource(
        hostConfig({
          host,
          baseUrl: upstream.url,
          username: USER,
          password: PASSWORD,
          directory: path.join(folder, 'mirrors'),
        }),
      ),
    interests: () => ({
      version: '1',
      repositories: [
        { repository: identity, roles: ['source'], paths: [''], revisions: [] },
      ],
      images: [],
      pipelines: [],
    }),
    // An unchanged repository is not told again.
    isComplete: () => true,
    upstream: {
      async add(count) {
        const names = Array.from({ length: count }, () => {
          added += 1;
          return `feature/${added}`;
        });
        repository.branches(names);
        return names.map(name => ({
          kind: 'branch' as const,
          key: `${identity}:${name}`,
        }));
      },
      async update({ key }) {
        updated += 1;
        repository.commit(branchOf(key), `Update ${updated}`, {});
      },
      async remove({ key }) {
        repository.git(['branch', '-D', branchOf(key)]);
      },
      async malform() {},
      misbehave: fault => upstream.misbehave(fault),
      recover: () => upstream.recover(),
      secrets: [PASSWORD, BASIC],
      pageSize: 20,
    },
    async close() {
      await upstream.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

describeProviderContract('a Git host', createHarness, {
  lacks: {
    malform: 'Git checks its objects: one is whole, or the answer is none',
  },
});
