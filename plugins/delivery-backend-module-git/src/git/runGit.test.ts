import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HttpAccess } from '../access/HttpAccess';
import { gitEnvironment } from './gitEnvironment';
import { runGit } from './runGit';

const SECRET = 'a-token-of-some-length';

describe('runGit', () => {
  let folder: string;
  let server: Server;
  let url: string;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'run-git-'));
    // It takes every call and answers none.
    server = createServer(() => {});
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    url = `http://127.0.0.1:${
      (server.address() as AddressInfo).port
    }/${path.basename(folder)}.git`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  const processes = () =>
    execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
      .split('\n')
      .filter(line => line.includes(path.basename(folder)));

  async function hanging(signal: AbortSignal, deadlineMs = 30_000) {
    const { config } = await new HttpAccess({
      verify: true,
      credential: {
        kind: 'token',
        headers: async () => ({ authorization: `Bearer ${SECRET}` }),
      },
    }).settings();
    return runGit({
      arguments: ['ls-remote', '--', url],
      environment: gitEnvironment({ home: folder, schemes: ['http'], config }),
      folder,
      signal,
      deadlineMs,
    });
  }

  it('ends with all that it started when it is aborted, and shows no secret to other accounts', async () => {
    const controller = new AbortController();
    const reason = new Error('the portal stops');
    const running = hanging(controller.signal);
    const requested = new Promise<string | undefined>(resolve => {
      server.once('request', request => resolve(request.headers.authorization));
    });
    expect(await requested).toBe(`Bearer ${SECRET}`);
    const before = processes();
    expect(before.length).toBeGreaterThan(1);
    expect(before.join()).not.toContain(SECRET);
    controller.abort(reason);
    await expect(running).rejects.toBe(reason);
    expect(processes()).toEqual([]);
  });

  it('does not run longer than it may', async () => {
    const { signal } = new AbortController();
    await expect(hanging(signal, 300)).rejects.toMatchObject({
      kind: 'timeout',
      message: expect.stringContaining('0.3 s'),
    });
    expect(processes()).toEqual([]);
  });

  it('does not wait for what says nothing', async () => {
    await expect(
      runGit({
        arguments: ['ls-remote', '--', url],
        environment: gitEnvironment({ home: folder, schemes: ['http'] }),
        folder,
        signal: new AbortController().signal,
        deadlineMs: 30_000,
        silenceMs: 200,
      }),
    ).rejects.toMatchObject({ kind: 'timeout' });
  });

  it.each([
    ['a transport that runs programs', 'ext::sh -c "touch ran"', ['http']],
    ['local files', '/etc', ['http', 'https', 'ssh']],
  ])('goes nowhere near %s', async (_, remote, schemes) => {
    await expect(
      runGit({
        arguments: ['ls-remote', '--', remote],
        environment: gitEnvironment({ home: folder, schemes }),
        folder,
        signal: new AbortController().signal,
        deadlineMs: 10_000,
      }),
    ).rejects.toThrow('Git ended with 128');
  });

  it('takes nobody’s configuration but ours', async () => {
    writeFileSync(
      path.join(folder, '.gitconfig'),
      '[url "https://elsewhere.example.com/"]\n  insteadOf = http://\n',
    );
    const told = await runGit({
      arguments: ['config', '--list', '--show-origin'],
      environment: gitEnvironment({ home: folder, schemes: [] }),
      folder,
      signal: new AbortController().signal,
      deadlineMs: 10_000,
    });
    expect(told).not.toContain('elsewhere');
    expect(told).not.toMatch(/^file:/m);
  });

  it('says that Git is not there', async () => {
    const environment = gitEnvironment({ home: folder, schemes: [] });
    await expect(
      runGit({
        arguments: ['version'],
        environment: { ...environment, PATH: folder },
        folder,
        signal: new AbortController().signal,
        deadlineMs: 10_000,
      }),
    ).rejects.toMatchObject({ kind: 'configuration' });
  });
});
