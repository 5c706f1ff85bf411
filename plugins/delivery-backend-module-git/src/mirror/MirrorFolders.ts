import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import path from 'node:path';
import { SourceFailure } from '@throughline/plugin-delivery-node';

/** So long a mirror that nobody asks for is kept: interests come and go while a portal starts. */
const KEEP_MS = 24 * 3_600_000;

const ROOT = 0;

/** The folder of a source, with a folder for each mirror in it. */
export class MirrorFolders {
  constructor(
    readonly root: string,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * Makes the folder where it is not there.
   *
   * @throws SourceFailure where it cannot be used, or is somebody else's
   */
  async prepare(): Promise<void> {
    try {
      await mkdir(this.root, { recursive: true, mode: 0o700 });
      const parent = await lstat(path.dirname(this.root));
      const own = await lstat(this.root);
      const { uid } = userInfo();
      // Volumes belong to root, whoever may write to them.
      const isSafe =
        own.isDirectory() &&
        own.uid === uid &&
        [uid, ROOT].includes(parent.uid);
      if (!isSafe) {
        throw new Error('it belongs to another account');
      }
    } catch (error) {
      throw new SourceFailure(
        'configuration',
        `The folder ${this.root} cannot hold mirrors: ${
          (error as NodeJS.ErrnoException).code ?? (error as Error).message
        }. Set 'directory' to a folder that the backend may write`,
      );
    }
  }

  /** The folder of one repository's mirror; another URL is another mirror. */
  folderOf(identity: string, url: string): string {
    const readable = identity.replace(/[^a-z0-9.-]+/g, '_').slice(-80);
    const hash = createHash('sha256').update(url).digest('hex').slice(0, 16);
    return path.join(this.root, `${readable}-${hash}.git`);
  }

  /**
   * Removes the mirrors that nobody has asked for in a day.
   *
   * @param wanted - the folders that are asked for
   */
  async tidy(wanted: ReadonlySet<string>): Promise<void> {
    for (const name of await readdir(this.root)) {
      const folder = path.join(this.root, name);
      if (name.endsWith('.git') && !wanted.has(folder)) {
        const { mtimeMs } = await stat(folder);
        if (this.now() - mtimeMs > KEEP_MS) {
          await rm(folder, { recursive: true, force: true });
        }
      }
    }
  }
}
