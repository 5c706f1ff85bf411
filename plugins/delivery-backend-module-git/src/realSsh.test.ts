import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { observeSource } from '@throughline/plugin-delivery-node/testing';
import { GitRepository } from './fixtures/GitRepository';
import { hostConfig } from './fixtures/hostConfig';
import { SSHD, startSshd, type Sshd } from './fixtures/startSshd';
import { GitSource } from './source/GitSource';

const hasSshd = existsSync(SSHD);
const suite = hasSshd ? describe : describe.skip;

suite(
  `real Git over SSH${hasSshd ? '' : ' (skipped: sshd is not installed)'}`,
  () => {
    let folder: string;
    let sshd: Sshd;
    let head: string;

    beforeAll(async () => {
      folder = mkdtempSync(path.join(tmpdir(), 'real-ssh-'));
      sshd = await startSshd(path.join(folder, 'ssh'));
      const repository = new GitRepository(path.join(folder, 'shop/api.git'));
      head = repository.commit('main', 'Begin', { 'a b': '1' });
    }, 20_000);

    afterAll(() => {
      sshd?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    function observe(ssh: object) {
      const source = new GitSource(
        hostConfig({
          host: 'git.example.com',
          baseUrl: `${sshd.url}${folder}`,
          directory: path.join(folder, 'mirrors'),
          ssh,
        }),
      );
      return observeSource(source, {
        interests: {
          version: '1',
          repositories: [
            {
              repository: 'git.example.com/shop/api',
              roles: ['source'],
              paths: ['a b'],
              revisions: [],
            },
          ],
          images: [],
          pipelines: [],
        },
      });
    }

    it('is observed by key, where the key of the host is known', async () => {
      const running = observe({
        privateKeyFile: sshd.keyFile,
        knownHosts: sshd.knownHosts,
      });
      expect(await running.ended()).toBeUndefined();
      const items = running.observations.flatMap(one =>
        one.type === 'observed' ? one.items : [],
      );
      expect(items).toContainEqual(
        expect.objectContaining({
          kind: 'commit',
          key: `git.example.com/shop/api@${head}`,
          paths: ['a b'],
        }),
      );
    });

    it('goes nowhere near a host that shows another key than the known one', async () => {
      const error = await observe({
        privateKeyFile: sshd.keyFile,
        knownHosts: sshd.otherKnownHosts,
      }).ended();
      expect(error).toMatchObject({
        kind: 'configuration',
        message: expect.stringContaining('another host key'),
      });
    });

    it('goes nowhere near a host whose key is not known', async () => {
      const error = await observe({
        privateKeyFile: sshd.keyFile,
        knownHosts: `elsewhere.example.com ${sshd.knownHosts
          .split(' ')
          .slice(1)
          .join(' ')}`,
      }).ended();
      expect(error).toMatchObject({
        kind: 'configuration',
        message: expect.stringContaining('a host key that is not known'),
      });
    });

    it('says that a key is refused', async () => {
      const error = await observe({
        privateKeyFile: sshd.strangerFile,
        knownHosts: sshd.knownHosts,
      }).ended();
      expect(error).toMatchObject({
        kind: 'authentication',
        message: expect.stringContaining('refuses the private key'),
      });
    });

    it('says that others may read the key', async () => {
      chmodSync(sshd.keyFile, 0o644);
      const error = await observe({
        privateKeyFile: sshd.keyFile,
        knownHosts: sshd.knownHosts,
      }).ended();
      expect(error).toMatchObject({
        kind: 'configuration',
        message: expect.stringContaining('0600'),
      });
    });
  },
);
