import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { MirrorFolders } from '../mirror/MirrorFolders';

const PREFIX = 'write-';
/** No piece of work takes so long: what is older was left by a process that was killed. */
const STALE_MS = 3_600_000;

/** Gives each piece of work a folder of its own, and takes it away again. */
export class ScratchFolders {
  readonly #folders: MirrorFolders;

  constructor(directory: string) {
    this.#folders = new MirrorFolders(directory);
  }

  /** @throws SourceFailure where there can be no folder */
  async with<T>(work: (folder: string) => Promise<T>): Promise<T> {
    await this.#folders.prepare();
    await this.#removeStale();
    const folder = await mkdtemp(path.join(this.#folders.root, PREFIX));
    try {
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async #removeStale(): Promise<void> {
    const { root } = this.#folders;
    for (const name of await readdir(root)) {
      const folder = path.join(root, name);
      const found = name.startsWith(PREFIX)
        ? await stat(folder).catch(() => undefined)
        : undefined;
      if (found && Date.now() - found.mtimeMs > STALE_MS) {
        await rm(folder, { recursive: true, force: true });
      }
    }
  }
}
