import {
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ObserveContext } from '@throughline/plugin-delivery-node';
import {
  applyObservations,
  NOTHING_OBSERVED,
  observeSource,
  type ObservedState,
} from '@throughline/plugin-delivery-node/testing';
import { GitRepository } from './fixtures/GitRepository';
import { hostConfig } from './fixtures/hostConfig';
import { isInstalled } from './fixtures/installed';
import { PASSWORD, serveGit, USER } from './fixtures/serveGit';
import { GitSource } from './source/GitSource';

const hasGit = isInstalled('git', ['--version']);
const suite = hasGit ? describe : describe.skip;

suite(
  `real Git over HTTP${hasGit ? '' : ' (skipped: git is not installed)'}`,
  () => {
    let folder: string;
    let server: Server;
    let host: string;
    let repository: GitRepository;
    let requests: string[];

    beforeEach(async () => {
      folder = mkdtempSync(path.join(tmpdir(), 'real-git-'));
      requests = [];
      const serve = serveGit(folder);
      server = createServer((request, response) => {
        requests.push(`${request.method} ${request.url}`);
        serve(request, response);
      });
      await new Promise<void>(resolve => {
        server.listen(0, '127.0.0.1', resolve);
      });
      host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
      repository = new GitRepository(path.join(folder, 'shop/api.git'));
    });

    afterEach(async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    });

    const source = (more: object = {}) =>
      new GitSource(
        hostConfig({
          host,
          baseUrl: `http://${host}`,
          username: USER,
          password: PASSWORD,
          directory: path.join(folder, 'mirrors'),
          ...more,
        }),
      );

    async function observe(
      before: ObservedState = NOTHING_OBSERVED,
      options: {
        paths?: string[];
        revisions?: string[];
        repositories?: string[];
        source?: GitSource;
        context?: Partial<ObserveContext>;
      } = {},
    ) {
      const running = observeSource(options.source ?? source(), {
        cursor: before.cursor,
        interests: {
          version: '1',
          repositories: (options.repositories ?? [`${host}/shop/api`]).map(
            name => ({
              repository: name,
              roles: ['source'],
              paths: options.paths ?? [''],
              revisions: options.revisions ?? [],
            }),
          ),
          images: [],
          pipelines: [],
        },
        ...options.context,
      });
      const error = await running.ended();
      if (error) {
        throw error;
      }
      const state = applyObservations(before, running.observations);
      const items = [...state.items.values()].map(({ item }) => item);
      return {
        ...running,
        state,
        items,
        commits: new Map(
          items.flatMap(item =>
            item.kind === 'commit' ? [[item.sha, item] as const] : [],
          ),
        ),
      };
    }

    it('tells branches, tags and commits with the paths that they touch', async () => {
      const first = repository.commit('main', 'Begin', {
        'services/api/main.go': 'package main',
        'shared/über\nall "x"': '1',
      });
      const feature = repository.commit(
        'feature/x',
        'Add a worker\n\nIt works.\n\nArgocd-reference-commit-sha: abc',
        { 'services/worker/main.go': '2' },
        { parents: [first] },
      );
      const second = repository.commit(
        'main',
        'Describe\nit',
        { 'docs/a.md': '3' },
        { author: 'renovate[bot]' },
      );
      const merge = repository.commit(
        'main',
        "Merge 'feature/x'",
        {
          'services/worker/main.go': '2',
        },
        { parents: [second, feature] },
      );
      repository.tag('v1.0.0', first, 'The first\n\nof many');
      repository.tag('1.1.0-rc.1', merge);
      repository.tag('nightly', merge);

      const { items, commits, calls } = await observe(undefined, {
        paths: ['', 'services/api', 'services/worker', 'shared'],
      });
      expect(commits.get(first)).toEqual({
        kind: 'commit',
        key: `${host}/shop/api@${first}`,
        repository: `${host}/shop/api`,
        sha: first,
        parents: [],
        author: { name: 'Ada Lovelace' },
        committedAt: '2026-10-01T00:01:00.000Z',
        subject: 'Begin',
        paths: ['', 'services/api', 'shared'],
        onDefaultBranch: true,
      });
      expect(commits.get(feature)).toMatchObject({
        subject: 'Add a worker',
        trailers: { 'argocd-reference-commit-sha': ['abc'] },
        paths: ['', 'services/worker'],
      });
      expect(commits.get(second)).toMatchObject({
        author: { name: 'renovate[bot]', automated: true },
        paths: [''],
      });
      expect(commits.get(merge)).toMatchObject({
        parents: [second, feature],
        paths: ['', 'services/worker'],
      });
      expect(items.filter(item => item.kind === 'branch')).toEqual([
        {
          kind: 'branch',
          key: `${host}/shop/api:main`,
          repository: `${host}/shop/api`,
          name: 'main',
          sha: merge,
          isDefault: true,
        },
        expect.objectContaining({ name: 'feature/x', isDefault: false }),
      ]);
      expect(items.filter(item => item.kind === 'release')).toEqual([
        {
          kind: 'release',
          key: `${host}/shop/api#v1.0.0`,
          repository: `${host}/shop/api`,
          tag: 'v1.0.0',
          name: 'The first',
          sha: first,
          prerelease: false,
          publishedAt: '2026-11-01T10:00:00.000Z',
          author: { name: 'Grace Hopper' },
        },
        expect.objectContaining({
          tag: '1.1.0-rc.1',
          sha: merge,
          prerelease: true,
          publishedAt: commits.get(merge)?.committedAt,
        }),
      ]);
      expect(calls).toEqual([
        { operation: 'ls-remote', outcome: 'ok' },
        { operation: 'fetch', outcome: 'ok' },
      ]);
    });

    it('asks an unchanged repository for its references only, and leaves contents where they are', async () => {
      repository.commit('main', 'Begin', { 'big.bin': 'x'.repeat(200_000) });
      const { state } = await observe();
      const [mirror] = readdirSync(path.join(folder, 'mirrors/test'));
      const copy = new GitRepository(path.join(folder, 'mirrors/test', mirror));
      expect(copy.git(['count-objects', '-v'])).toMatch(
        /^(count|in-pack): 2$/m,
      );

      requests.length = 0;
      const again = await observe(state);
      expect(again.calls).toEqual([{ operation: 'ls-remote', outcome: 'ok' }]);
      expect(again.observations).toEqual([{ type: 'alive' }]);
      expect(requests.filter(one => !one.startsWith('GET'))).toHaveLength(
        requests.some(one => one.includes('POST')) ? 1 : 0,
      );
    });

    it('fetches only what is new, also after a restart', async () => {
      for (let index = 0; index < 30; index += 1) {
        repository.commit('main', `Commit ${index}`, { [`f${index}`]: 'x' });
      }
      const { state } = await observe();
      const next = repository.commit('main', 'Next', { 'services/api/x': '1' });
      const after = await observe(state);
      const told = after.observations.flatMap(one =>
        one.type === 'observed' ? one.items : [],
      );
      expect(told.filter(item => item.kind === 'commit')).toEqual([
        expect.objectContaining({ sha: next, onDefaultBranch: true }),
      ]);
      expect(after.observations).not.toContainEqual(
        expect.objectContaining({
          type: 'listing',
          scope: `${host}/shop/api/commits`,
        }),
      );
      expect(after.commits.size).toBe(31);
    });

    it('tells the newest commits only, and those of a path that rests', async () => {
      const resting = repository.commit('main', 'Old', {
        'services/old/a': '1',
      });
      for (let index = 0; index < 10; index += 1) {
        repository.commit('main', `Commit ${index}`, { file: String(index) });
      }
      const { commits } = await observe(undefined, {
        source: source({ commits: 5 }),
        paths: ['services/old'],
      });
      expect(commits.size).toBe(6);
      expect(commits.get(resting)?.paths).toEqual(['services/old']);
    });

    it('says of commits that a forced push took off the default branch that they are not on it', async () => {
      const kept = repository.commit('main', 'Kept', { a: '1' });
      const lost = repository.commit('main', 'Lost', { a: '2' });
      const { state } = await observe();
      repository.git(['update-ref', 'refs/heads/main', kept]);
      const other = repository.commit('main', 'Other', { a: '3' });
      const { commits } = await observe(state);
      expect(commits.get(lost)).toMatchObject({ onDefaultBranch: false });
      expect(commits.get(kept)).toMatchObject({ onDefaultBranch: true });
      expect(commits.get(other)).toMatchObject({ onDefaultBranch: true });
    });

    it('tells the commits that something refers to, on whatever branch or none', async () => {
      const first = repository.commit('main', 'Begin', { a: '1' });
      repository.commit('main', 'More', { a: '2' });
      const between = repository.commit(
        'hotfix',
        'Prepare',
        { b: '1' },
        { parents: [first] },
      );
      const hotfix = repository.commit('hotfix', 'Hotfix', { b: '2' });
      const orphan = repository.commit(
        'gone',
        'On no branch',
        { c: '1' },
        { parents: [first] },
      );
      repository.git(['branch', '-D', 'gone']);
      const revisions = [first, hotfix, orphan, 'f'.repeat(40)].sort();

      const one = await observe(undefined, { revisions });
      expect(
        [between, hotfix, orphan, first].map(
          sha => one.commits.get(sha)?.onDefaultBranch,
        ),
      ).toEqual([false, false, false, true]);

      const merge = repository.commit(
        'main',
        'Merge',
        { b: '2' },
        {
          parents: [repository.shaOf('refs/heads/main'), hotfix],
        },
      );
      const two = await observe(one.state, { revisions });
      expect(two.commits.get(merge)).toBeDefined();
      expect(two.commits.get(hotfix)?.onDefaultBranch).toBe(true);
      expect(two.commits.get(orphan)?.onDefaultBranch).toBe(false);
    });

    it('lets a repository that is not there cost itself', async () => {
      repository.commit('main', 'Begin', { a: '1' });
      const repositories = [
        `${host}/shop/api`,
        `${host}/shop/nothing`,
        `${host}/../etc`,
      ];
      const one = await observe(undefined, { repositories });
      expect(one.commits.size).toBe(1);
      expect([...one.state.problems.keys()].sort()).toEqual([
        `${host}/../etc/`,
        `${host}/shop/nothing/`,
      ]);
      expect(one.state.problems.get(`${host}/shop/nothing/`)).toContain(
        'has no such repository, or the credentials may not see it',
      );
      new GitRepository(path.join(folder, 'shop/nothing.git')).commit(
        'main',
        'Begin at last',
        { a: '1' },
      );
      const two = await observe(one.state, { repositories });
      expect([...two.state.problems.keys()]).toEqual([`${host}/../etc/`]);
      expect(two.commits.size).toBe(2);
    });

    it('says that credentials are refused, and not which', async () => {
      repository.commit('main', 'Begin', { a: '1' });
      const wrong = source({ password: 'not-the-password-0123' });
      await expect(observe(undefined, { source: wrong })).rejects.toMatchObject(
        {
          kind: 'authentication',
          message: expect.stringContaining('refuses the credentials'),
        },
      );
      await expect(
        observe(undefined, { source: wrong }),
      ).rejects.not.toMatchObject({
        message: expect.stringContaining('not-the-password'),
      });
    });

    it('makes a mirror anew that is broken', async () => {
      repository.commit('main', 'Begin', { a: '1' });
      const { state } = await observe();
      const [mirror] = readdirSync(path.join(folder, 'mirrors/test'));
      const broken = path.join(folder, 'mirrors/test', mirror);
      rmSync(path.join(broken, 'objects'), { recursive: true });
      writeFileSync(path.join(broken, 'packed-refs.lock'), '');
      repository.commit('main', 'Next', { a: '2' });
      const { commits } = await observe(state);
      expect(commits.size).toBe(2);
      expect(existsSync(path.join(broken, 'packed-refs.lock'))).toBe(false);
    });

    it('forgets what is of no interest any more', async () => {
      repository.commit('main', 'Begin', { a: '1' });
      const { state } = await observe();
      const { items } = await observe(state, { repositories: [] });
      expect(items).toEqual([]);
    });

    it('looks only at what is of new interest where nothing else has changed', async () => {
      repository.commit('main', 'Begin', { a: '1' });
      const other = new GitRepository(path.join(folder, 'shop/web.git'));
      other.commit('main', 'Begin the other', { a: '1' });
      const { state } = await observe();
      requests.length = 0;
      const { commits } = await observe(state, {
        repositories: [`${host}/shop/api`, `${host}/shop/web`],
        context: { reason: 'interests' },
      });
      expect(commits.size).toBe(2);
      expect(requests.some(one => one.includes('/shop/api'))).toBe(false);
    });

    it('looks only at what was hinted at', async () => {
      repository.commit('main', 'Begin', { a: '1' });
      const other = new GitRepository(path.join(folder, 'shop/web.git'));
      other.commit('main', 'Begin the other', { a: '1' });
      const repositories = [`${host}/shop/api`, `${host}/shop/web`];
      const { state } = await observe(undefined, { repositories });
      other.commit('main', 'Next', { a: '2' });
      requests.length = 0;
      const { commits } = await observe(state, {
        repositories,
        context: {
          reason: 'hint',
          hints: [{ subject: `${host}/shop/web` }],
        },
      });
      expect(commits.size).toBe(3);
      expect(requests.some(one => one.includes('/shop/api'))).toBe(false);
    });
  },
);
