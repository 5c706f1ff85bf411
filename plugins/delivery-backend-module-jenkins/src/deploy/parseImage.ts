import type { ImageVersion } from '@throughline/plugin-delivery-common';

const REFERENCE =
  /^((?:[a-z0-9.-]+(?::\d{1,5})?\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::([\w][\w.-]{0,127}))?(?:@([a-z0-9]+:[0-9a-f]{32,128}))?$/;

/** Reads an image reference; undefined where it is none, or names no version. */
export function parseImage(text: string): ImageVersion | undefined {
  const [, repository, tag, digest] = REFERENCE.exec(text) ?? [];
  if (!repository || !(tag || digest)) {
    return undefined;
  }
  return {
    repository,
    ...(tag ? { tag } : {}),
    ...(digest ? { digest } : {}),
  };
}
