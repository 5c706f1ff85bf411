import { posix } from 'node:path';
import { isMap, isSeq, parseDocument, type Document } from 'yaml';
import type { Candidate, TextFile } from './Candidate';
import { findInManifest } from './findInManifest';
import { imageNamed } from './imageNames';
import type { RepositoryFiles } from './RepositoryFiles';

/** What the file may be called. */
export const KUSTOMIZATIONS = [
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
];

const INCLUDES = ['resources', 'bases', 'components'];
const MAX_LEVELS = 5;
const MAX_FOLDERS = 20;

/** What a kustomization and what it includes say of images. */
export interface KustomizationFindings {
  candidates: Candidate[];
  /** The file that was begun with; absent where the folder is no kustomization. */
  file?: string;
}

/**
 * Looks for images in a folder's kustomization, and level by level in what it includes. What stands on an upper level
 * hides what stands below it, so that the first level that names an image is the one that counts.
 *
 * @throws SourceFailure
 */
export async function findInKustomization(
  folder: string,
  images: readonly string[],
  files: Pick<RepositoryFiles, 'read'>,
): Promise<KustomizationFindings> {
  let level = [folder];
  const seen = new Set(level);
  const manifests: string[] = [];
  let begun: string | undefined;
  for (let depth = 0; level.length > 0 && depth < MAX_LEVELS; depth++) {
    const read = await files.read(level.flatMap(filesOf));
    begun ??= read[0]?.path;
    const candidates = read.flatMap(file => entriesOf(file, images, depth > 0));
    if (candidates.length > 0) {
      return { candidates, ...(begun ? { file: begun } : {}) };
    }
    const included = read.flatMap(includesOf);
    manifests.push(...included.filter(isManifest));
    level = included
      .filter(path => !isManifest(path) && !seen.has(path))
      .slice(0, Math.max(0, MAX_FOLDERS - seen.size));
    level.forEach(path => seen.add(path));
  }
  const plain = await files.read(manifests);
  return {
    candidates: plain.flatMap(file => findInManifest(file, images)),
    ...(begun ? { file: begun } : {}),
  };
}

function filesOf(folder: string): string[] {
  return KUSTOMIZATIONS.map(name =>
    folder === '' ? name : `${folder}/${name}`,
  );
}

function isManifest(path: string): boolean {
  return /\.(ya?ml|json)$/i.test(path);
}

function entriesOf(
  { path, text }: TextFile,
  images: readonly string[],
  isIncluded: boolean,
): Candidate[] {
  const document = readDocument(text);
  const list = document?.get('images');
  const entries = isSeq(list)
    ? list.items.flatMap(item =>
        isMap(item) ? [item.toJSON() as Record<string, unknown>] : [],
      )
    : [];
  return entries.flatMap((entry): Candidate[] => {
    const name = String(entry.name ?? '');
    const deployed = String(entry.newName ?? name);
    const image = imageNamed(deployed);
    if (image === undefined || !images.includes(image)) {
      return [];
    }
    return [
      {
        strategy: 'kustomizeImages',
        file: path,
        ofImage: image,
        // A rule without it goes by the image as the registry knows it, for whatever image is promoted.
        ...(deployed === image || name === image ? {} : { image: name }),
        found: `the entry of images for ${deployed}`,
        ...(isIncluded
          ? {
              remarks: [
                `${path} is included: whatever else includes it gets the version, too`,
              ],
            }
          : {}),
      },
    ];
  });
}

function includesOf({ path, text }: TextFile): string[] {
  const document = readDocument(text);
  return INCLUDES.flatMap(key => {
    const list = document?.get(key);
    return isSeq(list) ? (list.toJSON() as unknown[]) : [];
  }).flatMap(entry => {
    if (typeof entry !== 'string' || isElsewhere(entry)) {
      return [];
    }
    const joined = posix.normalize(posix.join(posix.dirname(path), entry));
    const included = joined.replace(/\/+$/, '').replace(/^\.$/, '');
    return /^\.\.(\/|$)/.test(included) ? [] : [included];
  });
}

/** A base in another repository is none of the files that can be read here. */
function isElsewhere(entry: string): boolean {
  return (
    entry.startsWith('/') ||
    /^[\w+.-]+:|^[^/]+@|\?ref=|^github\.com\//.test(entry)
  );
}

function readDocument(text: string): Document.Parsed | undefined {
  const document = parseDocument(text, { schema: 'failsafe' });
  return document.errors.length === 0 && isMap(document.contents)
    ? document
    : undefined;
}
