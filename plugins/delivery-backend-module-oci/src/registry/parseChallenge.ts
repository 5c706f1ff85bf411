/** What a registry asks for in answer to a request without sufficient credentials. */
export interface Challenge {
  scheme: 'bearer' | 'basic' | 'other';
  parameters: Record<string, string>;
}

/** Reads a `WWW-Authenticate` header (RFC 9110 section 11.6.1); of several challenges, a bearer one is preferred. */
export function parseChallenge(header: string | null): Challenge | undefined {
  if (!header) {
    return undefined;
  }
  const challenges = split(header.slice(0, 4_096));
  return (
    challenges.find(challenge => challenge.scheme === 'bearer') ?? challenges[0]
  );
}

function split(header: string): Challenge[] {
  const challenges: Challenge[] = [];
  const token =
    /(?:^|[\s,]+)([A-Za-z][\w!#$%&'*+.^`|~-]*)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?/g;
  for (const [, word, quoted, plain] of header.matchAll(token)) {
    const value = quoted?.replace(/\\(.)/g, '$1') ?? plain;
    if (value === undefined) {
      challenges.push({ scheme: schemeOf(word), parameters: {} });
    } else {
      const last = challenges[challenges.length - 1];
      if (last) {
        last.parameters[word.toLocaleLowerCase('en-US')] = value;
      }
    }
  }
  return challenges;
}

function schemeOf(word: string): Challenge['scheme'] {
  const scheme = word.toLocaleLowerCase('en-US');
  return scheme === 'bearer' || scheme === 'basic' ? scheme : 'other';
}
