import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MirrorFolders } from './MirrorFolders';

const DAY = 86_400_000;

describe('MirrorFolders', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'folders-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('gives each URL a folder below its own, whatever the name is', () => {
    const folders = new MirrorFolders('/data/own');
    const names = ['h/a/../../b', 'h/a', `h/${'x'.repeat(1_000)}`].map(name =>
      folders.folderOf(name, `https://h/${name}`),
    );
    names.forEach(name => expect(path.dirname(name)).toBe('/data/own'));
    expect(new Set(names).size).toBe(3);
    expect(folders.folderOf('h/a', 'https://h/a')).not.toBe(
      folders.folderOf('h/a', 'ssh://h/a'),
    );
  });

  it('removes what nobody has asked for in a day, and nothing else', async () => {
    const root = path.join(folder, 'own');
    const now = new MirrorFolders(root);
    await now.prepare();
    const wanted = now.folderOf('h/a', 'https://h/a');
    mkdirSync(wanted);
    mkdirSync(path.join(root, 'other.git'));
    mkdirSync(path.join(root, 'notes'));
    await now.tidy(new Set([wanted]));
    expect(readdirSync(root)).toHaveLength(3);
    const tomorrow = new MirrorFolders(root, () => Date.now() + 2 * DAY);
    await tomorrow.tidy(new Set([wanted]));
    expect(readdirSync(root).sort()).toEqual(
      [path.basename(wanted), 'notes'].sort(),
    );
  });

  it('does not write where somebody else has laid a link', async () => {
    symlinkSync('/tmp', path.join(folder, 'own'));
    await expect(
      new MirrorFolders(path.join(folder, 'own')).prepare(),
    ).rejects.toMatchObject({ kind: 'configuration' });
  });
});
