import { execFile } from 'child_process';
import express from 'express';
import { mkdtemp, readFile, rm, writeFile } from 'fs/promises';
import { Server } from 'http';
import { AddressInfo } from 'net';
import { tmpdir } from 'os';
import path from 'path';
import { promisify } from 'util';
import { DiskRepositories } from './DiskRepositories';
import { FastImport } from './FastImport';
import { Push } from './Repositories';
import { gitEnvironment } from './runGit';
import { smartHttp } from './smartHttp';

const run = promisify(execFile);
const ada = { name: 'Ada Berg', email: 'ada@acme.example', login: 'ada' };

describe('DiskRepositories', () => {
  let folder: string;
  let repositories: DiskRepositories;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'sandbox-git-'));
    repositories = await DiskRepositories.open(path.join(folder, 'repos'));
    await repositories.create('acme/checkout', 'Takes the money');
    const stream = new FastImport();
    const first = stream.commit({
      ref: 'refs/heads/main',
      author: ada,
      at: new Date('2026-10-01T09:00:00Z'),
      message: 'Start\n\nWith a body.',
      files: { 'README.md': '# Checkout\n', 'api/a.ts': 'a\n' },
    });
    stream.commit({
      ref: 'refs/heads/main',
      author: ada,
      at: new Date('2026-10-02T09:00:00Z'),
      message: 'Change the API',
      files: { 'api/a.ts': 'b\n' },
    });
    stream.reset('refs/tags/v1.0.0', first);
    await repositories.import('acme/checkout', stream);
  });

  afterEach(async () => {
    repositories.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('reads history, narrowed to a path', async () => {
    const log = await repositories.log('acme/checkout', { ref: 'main' });
    expect(log.map(commit => commit.subject)).toEqual([
      'Change the API',
      'Start',
    ]);
    expect(log[1]).toMatchObject({
      message: 'Start\n\nWith a body.',
      authoredAt: '2026-10-01T09:00:00Z',
      parents: [],
    });
    const readme = await repositories.log('acme/checkout', {
      ref: 'main',
      path: 'README.md',
    });
    expect(readme).toHaveLength(1);
  });

  it('reads trees at a commit and knows what it does not have', async () => {
    const tag = await repositories.resolve('acme/checkout', 'v1.0.0');
    const tree = await repositories.readTree('acme/checkout', tag!, 'api');
    expect([...tree]).toEqual([['a.ts', 'a\n']]);
    expect(await repositories.resolve('acme/checkout', 'nope')).toBeUndefined();
    expect(
      await repositories.resolve('acme/checkout', '--all'),
    ).toBeUndefined();
  });

  it('commits as somebody and announces it, and a reopened store has it', async () => {
    const pushes: Push[] = [];
    repositories.onPush(push => pushes.push(push));
    const before = await repositories.resolve('acme/checkout', 'main');
    const sha = await repositories.commit('acme/checkout', {
      branch: 'main',
      message: 'Delete the README',
      author: ada,
      files: { 'README.md': null, 'docs/x.md': 'x' },
    });
    expect(pushes).toEqual([
      {
        repository: 'acme/checkout',
        ref: 'refs/heads/main',
        before,
        after: sha,
        actor: 'ada',
      },
    ]);
    const reopened = await DiskRepositories.open(path.join(folder, 'repos'));
    const tree = await reopened.readTree('acme/checkout', sha, '');
    expect([...tree.keys()].sort()).toEqual(['api/a.ts', 'docs/x.md']);
    reopened.close();
  });

  describe('over HTTP', () => {
    let server: Server;
    let url: string;
    const git = (...args: string[]) =>
      run('git', args, {
        env: gitEnvironment({ GIT_TERMINAL_PROMPT: '0' }),
      });

    beforeEach(async () => {
      const app = express();
      app.use(
        smartHttp(
          repositories,
          async (username, pushes) => username ?? `from-${pushes.length}`,
        ),
      );
      server = app.listen(0, '127.0.0.1');
      await new Promise(resolve => server.once('listening', resolve));
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });

    afterEach(() => new Promise(resolve => server.close(resolve)));

    it('clones, with and without the suffix, and hides the notes of the sandbox', async () => {
      const stream = new FastImport();
      stream.commit({
        ref: 'refs/sandbox/journal',
        author: ada,
        at: new Date(0),
        message: '{}',
        files: {},
      });
      await repositories.import('acme/checkout', stream);
      const clone = path.join(folder, 'clone');
      await git('clone', '-q', `${url}/acme/checkout.git`, clone);
      expect(await readFile(path.join(clone, 'api/a.ts'), 'utf8')).toBe('b\n');
      const { stdout } = await git('ls-remote', `${url}/acme/checkout`);
      expect(stdout).toContain('refs/tags/v1.0.0');
      expect(stdout).not.toContain('refs/sandbox');
    });

    it('takes a push and announces it', async () => {
      const pushes: Push[] = [];
      repositories.onPush(push => pushes.push(push));
      const clone = path.join(folder, 'clone');
      await git('clone', '-q', `${url}/acme/checkout.git`, clone);
      // Incompressible and large, so that git sends it chunked.
      const noise = Array.from({ length: 400_000 }, (_, i) =>
        ((i * 2654435761) % 4294967296).toString(36),
      ).join('');
      await writeFile(path.join(clone, 'big.txt'), noise);
      await git('-C', clone, 'add', '.');
      await git(
        ...['-C', clone, '-c', 'user.name=Ada', '-c', 'user.email=a@b.c'],
        ...['commit', '-q', '-m', 'Push me'],
      );
      await git('-C', clone, 'push', '-q', 'origin', 'HEAD:main');
      expect(pushes).toHaveLength(1);
      expect(pushes[0]).toMatchObject({
        ref: 'refs/heads/main',
        actor: 'from-1',
      });
      const log = await repositories.log('acme/checkout', {
        ref: 'main',
        limit: 1,
      });
      expect(log[0].subject).toBe('Push me');
    }, 20_000);

    it('has no repository that is not there', async () => {
      await expect(git('ls-remote', `${url}/acme/none`)).rejects.toThrow(
        /not found/,
      );
    });
  });
});
