import {
  parseImageReference,
  repositoryIdentity,
} from '@throughline/plugin-delivery-common';
import type { NamedValues } from '../objects/schemas';
import { textOf, wholeCommit } from './readOrigin';

/** An image that a run says it built, and from which commit. */
export interface BuiltImage {
  repository: string;
  digest: string;
  commit: string;
  sourceRepository?: string;
  /** The names of the results that tell so. */
  results: string[];
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;
const MAX_IMAGES = 50;

/**
 * Reads what a run built of its results, by the names that Tekton Chains has agreed on: `IMAGE_URL` and
 * `IMAGE_DIGEST` (with a prefix of their own where there are several), `IMAGES`, and objects called `ARTIFACT_OUTPUTS`;
 * the commit is `CHAINS-GIT_COMMIT` or `commit`. What lacks image, digest or commit is left out: none of them can be
 * guessed from the others.
 */
export function readImages(results: NamedValues): BuiltImage[] {
  const commitName = ['CHAINS-GIT_COMMIT', 'commit'].find(name =>
    wholeCommit(textOf(results, name) ?? ''),
  );
  const commit = commitName && wholeCommit(textOf(results, commitName) ?? '');
  if (!commit) {
    return [];
  }
  const url = textOf(results, 'CHAINS-GIT_URL');
  const sourceRepository = url ? repositoryIdentity(url) : undefined;
  const images = new Map<string, BuiltImage>();
  for (const { reference, digest, names } of claimsOf(results)) {
    const image = parseImageReference(reference.trim());
    const told = digest?.trim() ?? image?.digest;
    if (
      image &&
      told &&
      DIGEST.test(told) &&
      (!image.digest || image.digest === told)
    ) {
      images.set(`${image.repository}@${told}`, {
        repository: image.repository,
        digest: told,
        commit,
        ...(sourceRepository && { sourceRepository }),
        results: [...names, commitName],
      });
    }
  }
  return [...images.values()].slice(0, MAX_IMAGES);
}

interface Claim {
  reference: string;
  digest?: string;
  names: string[];
}

function claimsOf(results: NamedValues): Claim[] {
  return results.flatMap(({ name, value }): Claim[] => {
    if (typeof value === 'string' && name.endsWith('IMAGE_URL')) {
      const digestName = name.replace(/IMAGE_URL$/, 'IMAGE_DIGEST');
      const digest = textOf(results, digestName);
      return digest === undefined
        ? []
        : [{ reference: value, digest, names: [name, digestName] }];
    }
    if (typeof value === 'string' && name === 'IMAGES') {
      return value
        .split(/[\s,]+/)
        .filter(Boolean)
        .map(reference => ({ reference, names: [name] }));
    }
    if (
      typeof value === 'object' &&
      !Array.isArray(value) &&
      name.endsWith('ARTIFACT_OUTPUTS') &&
      value.uri &&
      value.digest
    ) {
      return [{ reference: value.uri, digest: value.digest, names: [name] }];
    }
    return [];
  });
}
