import { createHash } from 'node:crypto';

/** What a host tells of a repository's references. */
export interface RemoteRefs {
  /** The default branch's name; undefined where it has none, or the host does not tell. */
  defaultBranch?: string;
  /** Where `HEAD` points; undefined in an empty repository. */
  head?: string;
  /** Stands for all references: equal where nothing was pushed. */
  mark: string;
  /** True where its objects are named by SHA-256. */
  sha256: boolean;
}

/** Reads what `git ls-remote --symref` prints. */
export function parseRemoteRefs(text: string): RemoteRefs {
  const lines = text.split('\n').filter(Boolean);
  const refs = lines.map(line => line.split('\t', 2));
  const symbolic = refs.find(
    ([value, name]) => name === 'HEAD' && value.startsWith('ref: '),
  )?.[0];
  const head = refs.find(
    ([value, name]) => name === 'HEAD' && /^[0-9a-f]+$/.test(value),
  )?.[0];
  const branch = /^ref: refs\/heads\/(.+)$/.exec(symbolic ?? '')?.[1];
  const named = refs.some(([, name]) => name === `refs/heads/${branch}`);
  return {
    ...(branch && named ? { defaultBranch: branch } : {}),
    ...(head ? { head } : {}),
    mark: createHash('sha256')
      .update(lines.sort().join('\n'))
      .digest('base64url')
      .slice(0, 16),
    sha256: refs.some(([value]) => /^[0-9a-f]{64}$/.test(value)),
  };
}
