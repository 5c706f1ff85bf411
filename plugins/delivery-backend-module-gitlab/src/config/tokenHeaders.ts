/**
 * How a token is shown. GitLab's own tokens begin with `gl`, whatever their kind; all others are shown as OAuth tokens,
 * which older personal tokens may be shown as, too.
 */
export function tokenHeaders(token: string): Record<string, string> {
  return token.startsWith('gl')
    ? { 'private-token': token }
    : { authorization: `Bearer ${token}` };
}
