import { cleanMessage, SourceFailure } from '@throughline/plugin-delivery-node';

/**
 * Why Jenkins refused. It names the right that is missing, and whom it takes the caller for, in headers
 * (`AccessDeniedException3`).
 *
 * @param needed - the rights that what was asked for takes
 */
export function judgeRefusal(
  response: {
    status: number;
    headers: Headers;
  },
  needed: string = 'Overall/Read and Job/Read are needed',
): SourceFailure {
  const { status, headers } = response;
  if (status === 401) {
    return new SourceFailure(
      'authentication',
      'Jenkins refused the credentials (401): is the user name right, and the API token neither revoked nor of another user?',
    );
  }
  if (status === 403) {
    const user = header(headers, 'x-you-are-authenticated-as');
    const right = header(headers, 'x-required-permission');
    const who = user === 'anonymous' ? 'who comes without credentials' : user;
    return new SourceFailure(
      'permission',
      `Jenkins knows ${who ?? 'the user'} and refuses (403): ${
        right ? `the right ${right}` : 'a right'
      } is missing. ${needed}.`,
    );
  }
  return new SourceFailure(
    'authentication',
    `Jenkins sends us elsewhere (${status}${where(
      headers.get('location'),
    )}): a log-in page is in the way, or the base URL is not the one that Jenkins has for itself`,
  );
}

function header(headers: Headers, name: string): string | undefined {
  return cleanMessage(headers.get(name) ?? '', 80) || undefined;
}

/** Without its query, which may hold a state or a token. */
function where(location: string | null): string {
  if (!location || !URL.canParse(location)) {
    return '';
  }
  const { origin, pathname } = new URL(location);
  return ` to ${cleanMessage(`${origin}${pathname}`, 120)}`;
}
