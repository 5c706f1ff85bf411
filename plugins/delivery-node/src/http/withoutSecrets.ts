const CREDENTIAL_HEADERS = /^(authorization|cookie|.*(token|key|secret).*)$/i;

/**
 * Removes from text what was sent as a credential: upstreams and proxies repeat requests in their errors. Values
 * are compared, as a credential need not look like one.
 *
 * @param sent - the headers and the body of the request
 * @internal
 */
export function withoutSecrets(
  text: string,
  sent: { headers: Record<string, string>; body?: string },
): string {
  const secrets = new Set<string>();
  for (const [name, value] of Object.entries(sent.headers)) {
    if (CREDENTIAL_HEADERS.test(name)) {
      secrets.add(value);
      value.split(/[\s=;]+/).forEach(part => secrets.add(part));
      const basic = /^basic\s+(\S+)$/i.exec(value.trim());
      if (basic) {
        const pair = Buffer.from(basic[1], 'base64').toString('utf8');
        secrets.add(pair.slice(pair.indexOf(':') + 1));
      }
    }
  }
  for (const match of (sent.body ?? '').matchAll(
    /"[^"]*(?:password|token|secret)[^"]*"\s*:\s*("(?:[^"\\]|\\.)*")/gi,
  )) {
    // As it is, and as it stands in the JSON.
    secrets.add(JSON.parse(match[1]));
    secrets.add(match[1].slice(1, -1));
  }
  let clean = text;
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
    // Shorter words, and the schemes, are not credentials but the words around them.
    if (secret.length >= 6 && !/^(bearer|digest)$/i.test(secret)) {
      clean = clean.split(secret).join('[removed]');
      clean = clean.split(encodeURIComponent(secret)).join('[removed]');
    }
  }
  return clean;
}
