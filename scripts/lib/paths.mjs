import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Yarn, as the repository holds it. */
export const yarnFile = join(root, '.yarn/releases/yarn-4.18.1.cjs');

/** Where everything goes that a run leaves behind; git-ignored. */
export const dataFolder = join(root, '.data');
