import { readdirSync, writeFileSync, mkdirSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { operateContext } from '@throughline/plugin-delivery-node/testing';
import { createWriterHarness } from '../fixtures/createWriterHarness';
import { isInstalled } from '../fixtures/installed';
import { branchRef } from './branchName';

describe('branchRef', () => {
  it.each(['main', 'release/1.2', 'a-b_c', 'ü', 'a@b'])('takes %p', name => {
    expect(branchRef(name)).toBe(`refs/heads/${name}`);
  });

  it.each(
    [
      [
        '',
        '-d',
        'a b',
        'a..b',
        'a:b',
        'a^',
        'x*',
        '/a',
        'a/',
        'a//b',
        'a.lock',
      ],
      ['@', 'a@{1}', '.a', 'a/.b', 'a.', 'a\nb', '+a:b', '--upload-pack=x'],
    ].flat(),
  )('refuses %p', name => {
    expect(() => branchRef(name)).toThrow(/cannot be the name of a branch/);
  });
});

const hasGit = isInstalled('git', ['--version']);
(hasGit ? describe : describe.skip)('GitWriter', () => {
  let harness: Awaited<ReturnType<typeof createWriterHarness>>;
  afterEach(() => harness.close());

  const request = async (more: object = {}) => ({
    repository: harness.repository,
    branch: 'main',
    parent: (await harness.head('main'))!,
    files: { a: '1' },
    message: 'Change',
    ...more,
  });

  it('writes nothing unless its host says so', async () => {
    harness = await createWriterHarness({ write: false });
    expect(harness.writer.handles(harness.repository)).toEqual({
      reason: expect.stringContaining("'write' is not set"),
    });
    await expect(
      harness.writer.commit(await request(), operateContext()),
    ).rejects.toMatchObject({ kind: 'configuration' });
  });

  it('signs with its own name, and the author’s where there is one', async () => {
    harness = await createWriterHarness({
      committer: { name: 'Portal', email: 'portal@example.test' },
    });
    await harness.writer.commit(await request(), operateContext());
    expect(
      harness.bare
        .git(['log', '-1', '--format=%an %ae %cn %ce', 'main'])
        .trim(),
    ).toBe('Portal portal@example.test Portal portal@example.test');
  });

  it('says that a hook of the host refuses, and writes nothing', async () => {
    harness = await createWriterHarness();
    const hook = path.join(harness.bare.folder, 'hooks/pre-receive');
    mkdirSync(path.dirname(hook), { recursive: true });
    writeFileSync(hook, '#!/bin/sh\necho secret-hint >&2\nexit 1\n', {
      mode: 0o755,
    });
    const head = await harness.head('main');
    await expect(
      harness.writer.commit(await request(), operateContext()),
    ).rejects.toMatchObject({
      kind: 'permission',
      message: expect.stringMatching(/does not let the branch be written to/),
    });
    expect(await harness.head('main')).toBe(head);
  });

  it.each(['../x', '.git/config', 'a/../b', 'a//b', '/etc/x', 'a\nb', ''])(
    'refuses %p as the path of a file',
    async file => {
      harness = await createWriterHarness();
      await expect(
        harness.writer.commit(
          await request({ files: { [file]: 'x' } }),
          operateContext(),
        ),
      ).rejects.toMatchObject({ kind: 'configuration' });
    },
  );

  it('leaves no folder behind, and removes what a killed process has left', async () => {
    harness = await createWriterHarness();
    const root = path.join(harness.folder, 'mirrors/test');
    const left = path.join(root, 'write-old');
    const fresh = path.join(root, 'write-new');
    [left, fresh].forEach(each => mkdirSync(each, { recursive: true }));
    const old = new Date(Date.now() - 2 * 3_600_000);
    utimesSync(left, old, old);
    await harness.writer.commit(await request(), operateContext());
    await expect(
      harness.writer.head(harness.repository, 'none', operateContext()),
    ).rejects.toThrow();
    expect(readdirSync(root)).toEqual(['write-new']);
  });

  it('fetches no file that it does not touch', async () => {
    harness = await createWriterHarness();
    const huge = Buffer.alloc(3_000_000, 'x');
    for (let index = 0; index < huge.length; index += 7) {
      huge[index] = Math.floor((index * 2654435761) % 251);
    }
    await harness.push({
      branch: 'main',
      message: 'Add a large file',
      files: { 'large.bin': { content: huge } },
    });
    const before = harness.sent();
    await harness.writer.commit(await request(), operateContext());
    expect(harness.sent() - before).toBeLessThan(100_000);
    expect((await harness.look('main', 'large.bin'))?.content).toEqual(huge);
  });
});
