import { SourceFailure } from '@throughline/plugin-delivery-node';

/** Permissions of an App or a fine-grained token, as GitHub's settings call them. */
export type Permission =
  | 'metadata: read'
  | 'contents: read'
  | 'actions: read'
  | 'contents: write'
  | 'pull_requests: write'
  | 'statuses: write'
  | 'actions: write';

/**
 * Says which permission is missing. GitHub itself tells in a header what it would have accepted; where it does not, the
 * one that its documentation asks for is named. 404 is what it answers to those who may not know of a repository.
 */
export function lacksRight(refusal: {
  status: number;
  headers: Headers;
  /** GitHub's own words, clean. */
  message: string;
  asked: string;
  repository: string;
  permission: Permission;
}): SourceFailure {
  const { status, message, asked, repository, permission } = refusal;
  const accepted = readAccepted(
    refusal.headers.get('x-accepted-github-permissions'),
  );
  const wanted = accepted ?? `'${permission}'`;
  const why =
    status === 404
      ? `there is no such thing, or the App or token does not reach the repository or lacks the permission ${wanted}`
      : `the App or token lacks the permission ${wanted}, or a rule of the repository forbids it`;
  return new SourceFailure(
    'permission',
    `${repository}: '${asked}' was answered with ${status}${
      message ? ` (${message})` : ''
    }: ${why}`,
  );
}

/** Reads `contents=write,workflows=write; contents=write`: sets of which any will do. */
function readAccepted(header: string | null): string | undefined {
  const sets = (header ?? '')
    .split(';')
    .map(set =>
      set
        .split(',')
        .map(each => each.trim())
        .filter(each => /^[a-z_]+=(read|write|admin)$/.test(each))
        .map(each => `'${each.replace('=', ': ')}'`)
        .join(' and '),
    )
    .filter(Boolean);
  return sets.length > 0 ? [...new Set(sets)].join(' or ') : undefined;
}
