import { TestDatabases } from '@backstage/backend-test-utils';
import type {
  ArtifactItem,
  BranchItem,
  ObservedItem,
  PullRequestItem,
} from '@throughline/plugin-delivery-node';
import { commit, deployment, run, target } from '../__testUtils__/items';
import { createTestStore } from '../__testUtils__/createTestStore';
import { itemId } from './itemId';
import type { Stored } from './ObservationReader';
import { sourceLease } from './SourceStore';

jest.setTimeout(60_000);

const SOURCE = 'fake:x';
const REPOSITORY = 'git.example/acme/shop';
const IMAGE = 'registry.example/acme/shop';

function artifact(fields: Partial<ArtifactItem>): ArtifactItem {
  return {
    kind: 'artifact',
    key: `${IMAGE}@${fields.digest}`,
    repository: IMAGE,
    digest: 'sha256:0',
    tags: [],
    ...fields,
  };
}

function pullRequest(
  number: number,
  state: PullRequestItem['state'],
): PullRequestItem {
  return {
    kind: 'pullRequest',
    key: `${REPOSITORY}#${number}`,
    repository: REPOSITORY,
    number,
    title: `Change ${number}`,
    state,
    draft: false,
    updatedAt: `2026-11-0${number}T00:00:00Z`,
    url: 'https://git.example',
  };
}

const branch: BranchItem = {
  kind: 'branch',
  key: `${REPOSITORY}:main`,
  repository: REPOSITORY,
  name: 'main',
  sha: 'a'.repeat(40),
  isDefault: true,
};

function keys(found: Stored<ObservedItem>[]): string[] {
  return found.map(({ item }) => item.key);
}

describe('DatabaseObservationReader', () => {
  const databases = TestDatabases.create();

  async function reader(
    databaseId: Parameters<TestDatabases['init']>[0],
    items: ObservedItem[],
  ) {
    const store = await createTestStore(await databases.init(databaseId));
    const [lease] = await store.leases.acquire([sourceLease(SOURCE)]);
    const writer = await store.openWriter({
      sourceId: SOURCE,
      strategy: 'poll',
      lease,
    });
    await writer.write([{ type: 'observed', scope: 'all', items }]);
    return store.reader;
  }

  describe.each(databases.eachSupportedId())('%s', databaseId => {
    it('pages through targets', async () => {
      const read = await reader(
        databaseId,
        ['a', 'b', 'c', 'd', 'e'].map(key => target(key)),
      );
      const first = await read.targets({ limit: 2 });
      const second = await read.targets({ limit: 2, after: first[1].id });
      const third = await read.targets({ limit: 2, after: second[1].id });
      expect([...first, ...second, ...third]).toHaveLength(5);
      expect(keys([...first, ...second, ...third]).sort()).toEqual([
        'a',
        'b',
        'c',
        'd',
        'e',
      ]);
      expect(await read.targets({ limit: 2, sourceId: 'other:x' })).toEqual([]);
      expect(
        keys(await read.targetsByIds([itemId(SOURCE, 'target', 'c'), 'none'])),
      ).toEqual(['c']);
    });

    it('pages through deployments, newest first, then by number', async () => {
      const of = (key: string, startedAt?: string, sequence?: number) =>
        deployment(key, { targetKey: 'a', startedAt, sequence });
      const read = await reader(databaseId, [
        of('unknown'),
        of('second', '2026-11-01T10:00:00Z', 2),
        of('third', '2026-11-01T11:00:00+01:00', 3),
        of('last', '2026-11-02T00:00:00.5Z', 4),
        of('first', '2026-10-01T00:00:00Z', 1),
        deployment('other', { targetKey: 'b' }),
      ]);
      const targetIds = [itemId(SOURCE, 'target', 'a')];
      const pages: string[] = [];
      let before: { startedAt: string; id: string } | undefined;
      for (;;) {
        const [page] = await read.deployments({ targetIds, limit: 1, before });
        if (!page) {
          break;
        }
        pages.push(page.item.key);
        before = { startedAt: page.item.startedAt ?? '', id: page.id };
      }
      expect(pages).toEqual(['last', 'third', 'second', 'first', 'unknown']);
    });

    it('finds runs by repository, commit and page', async () => {
      const read = await reader(databaseId, [
        run('1', { createdAt: '2026-11-01T00:00:00Z', sha: 'aaa' }),
        run('2', { createdAt: '2026-11-02T00:00:00Z', sha: 'bbb' }),
        run('3', { createdAt: '2026-11-03T00:00:00Z', sha: 'aaa' }),
        run('4', { repository: 'git.example/other' }),
      ]);
      const subjects = [`repository ${REPOSITORY}`];
      const first = await read.runs({ subjects, limit: 2 });
      expect(keys(first)).toEqual(['3', '2']);
      const last = first[1];
      expect(
        keys(
          await read.runs({
            subjects,
            limit: 2,
            before: { createdAt: last.item.createdAt, id: last.id },
          }),
        ),
      ).toEqual(['1']);
      expect(
        keys(await read.runs({ subjects, limit: 5, shas: ['aaa'] })),
      ).toEqual(['3', '1']);
    });

    it('finds commits by path, page and SHA', async () => {
      const at = (day: number) => `2026-11-0${day}T00:00:00Z`;
      const read = await reader(databaseId, [
        commit('aaaaaaa1', { committedAt: at(1), paths: ['', 'x'] }),
        commit('aaaaaaa2', { committedAt: at(2), paths: ['', 'x', 'y'] }),
        commit('bbbbbbb3', { committedAt: at(3), paths: ['', 'y'] }),
        commit('ccccccc4', { repository: 'git.example/other' }),
      ]);
      const repository = REPOSITORY;
      const shas = async (options: {
        paths?: string[];
        before?: { committedAt: string; id: string };
      }) =>
        (await read.commits({ repository, limit: 2, ...options })).map(
          ({ item }) => item.sha.slice(0, 8),
        );
      expect(await shas({})).toEqual(['bbbbbbb3', 'aaaaaaa2']);
      expect(await shas({ paths: ['x'] })).toEqual(['aaaaaaa2', 'aaaaaaa1']);
      expect(await shas({ paths: ['x', 'y'] })).toEqual([
        'bbbbbbb3',
        'aaaaaaa2',
      ]);
      expect(await shas({ paths: [] })).toEqual([]);
      const [newest] = await read.commits({ repository, limit: 1 });
      expect(
        await shas({
          paths: ['x', 'y'],
          before: { committedAt: at(3), id: newest.id },
        }),
      ).toEqual(['aaaaaaa2', 'aaaaaaa1']);
      const bySha = await read.commitsBySha(repository, [
        'AAAAAAA',
        'bbbbbbb3'.padEnd(40, '0'),
        'ccccccc',
        'bbb',
        "'; drop table commits",
      ]);
      expect(bySha.map(({ item }) => item.sha.slice(0, 8)).sort()).toEqual([
        'aaaaaaa1',
        'aaaaaaa2',
        'bbbbbbb3',
      ]);
    });

    it('finds pull requests and branches', async () => {
      const read = await reader(databaseId, [
        pullRequest(1, 'open'),
        pullRequest(2, 'merged'),
        pullRequest(3, 'open'),
        branch,
      ]);
      expect(keys(await read.openPullRequests(REPOSITORY, 5))).toEqual([
        `${REPOSITORY}#3`,
        `${REPOSITORY}#1`,
      ]);
      expect(keys(await read.pullRequests(REPOSITORY, [2, 9]))).toEqual([
        `${REPOSITORY}#2`,
      ]);
      expect(await read.branches(REPOSITORY)).toMatchObject([{ item: branch }]);
    });

    it('finds artifacts by tag, by the digest of an index or of a part of it, and by commit', async () => {
      const read = await reader(databaseId, [
        artifact({
          digest: 'sha256:1',
          tags: ['1.0', 'latest'],
          children: ['sha256:1a'],
          sourceRevision: 'abc',
          createdAt: '2026-11-01T00:00:00Z',
        }),
        artifact({ digest: 'sha256:2', createdAt: '2026-11-02T00:00:00Z' }),
      ]);
      const found = async (reference: { digest?: string; tag?: string }) =>
        (
          await read.artifactsByReference([{ repository: IMAGE, ...reference }])
        ).map(({ item }) => item.digest);
      expect(await found({ tag: 'latest' })).toEqual(['sha256:1']);
      expect(await found({ digest: 'sha256:1a' })).toEqual(['sha256:1']);
      expect(await found({ digest: 'sha256:2', tag: '1.0' })).toHaveLength(2);
      expect(await found({ tag: 'none' })).toEqual([]);
      expect(await read.artifactsByRevision(['abc', 'def'])).toHaveLength(1);
      expect(keys(await read.artifacts(IMAGE, 1))).toEqual([
        `${IMAGE}@sha256:2`,
      ]);
    });
  });
});
