import {
  cleanMessage,
  RepositoryGone,
  SourceFailure,
} from '@throughline/plugin-delivery-node';
import type { GitFailed } from './GitFailed';

type Judgement = [RegExp, SourceFailure['kind'] | 'gone', string];

/**
 * What the errors of Git, curl and OpenSSH mean, the first that fits: they come together with general ones, such as
 * "Could not read from remote repository".
 */
const JUDGEMENTS: Judgement[] = [
  [
    /REMOTE HOST IDENTIFICATION HAS CHANGED/,
    'configuration',
    'shows another host key than the known one: if its operator has changed it, give the new one in ssh.knownHosts; else somebody is in between',
  ],
  [
    /host key is known for|Host key verification failed/i,
    'configuration',
    'shows a host key that is not known: give it in ssh.knownHosts',
  ],
  [
    /UNPROTECTED PRIVATE KEY FILE|bad permissions/i,
    'configuration',
    'cannot be asked: others may read the private key file, and ssh refuses it for that; its mode must be 0600 or 0400',
  ],
  [
    /Load key .*(invalid format|error in libcrypto|incorrect passphrase)|Identity file .* not accessible/i,
    'configuration',
    'cannot be asked: the private key file cannot be read as a key without a passphrase',
  ],
  [
    /Permission denied \((publickey|[\w,-]*publickey)/,
    'authentication',
    'refuses the private key',
  ],
  [
    /cannot run ssh|ssh: (not found|command not found)/i,
    'configuration',
    'cannot be asked: ssh is not installed where the backend runs',
  ],
  [
    /Authentication failed|could not read (Username|Password)|returned error: 401/i,
    'authentication',
    'refuses the credentials, or asks for some and none are configured',
  ],
  [
    /returned error: 403/i,
    'permission',
    'does not allow it with these credentials',
  ],
  [/returned error: 429/i, 'rateLimit', 'limits the rate of requests'],
  [
    /returned error: 30\d|unable to update url base|redirect/i,
    'protocol',
    'redirects to another place, where the credentials do not go: give that URL',
  ],
  [/returned error: (408|504)/i, 'timeout', 'did not answer in time'],
  [
    /returned error: 5\d\d/i,
    'unreachable',
    'is out of order: it answers with a server error',
  ],
  [
    /returned error: (404|410)|repository .*not found|does not appear to be a git repository|does not exist|not exported/i,
    'gone',
    'has no such repository, or the credentials may not see it',
  ],
  [
    /SSL certificate problem|certificate verif|self[- ]signed certificate|unable to get local issuer/i,
    'configuration',
    'shows a certificate that is not trusted: give its authority in tls.caFile',
  ],
  [
    /error setting certificate|could not load (PEM|client cert)|CAfile|problem with the (local )?SSL/i,
    'configuration',
    'cannot be asked: the files of tls cannot be used',
  ],
  [
    /Could not resolve (host|proxy|hostname)|Name or service not known|Temporary failure in name resolution/i,
    'unreachable',
    'has no address: its name cannot be resolved',
  ],
  [
    /Connection timed out|Operation timed out|Operation too slow|Timeout, server/i,
    'timeout',
    'did not answer in time',
  ],
  [
    /is this a git repository\?|bad line length|protocol error|expected (flush|service)|invalid (index-pack|server response)/i,
    'protocol',
    'answers with something else than Git does: is the URL the repository’s, and is no login page or proxy in the way?',
  ],
  [
    /Connection refused|Failed to connect|Couldn't connect|Empty reply|Connection reset|No route to host|Network is unreachable|early EOF|hung up|RPC failed|Connection closed|Recv failure|transfer closed|unexpected disconnect/i,
    'unreachable',
    'cannot be reached, or broke the connection off',
  ],
  [
    /No space left on device|Disk quota exceeded/i,
    'internal',
    'cannot be mirrored: there is no space left where the mirrors lie',
  ],
];

/**
 * What Git's failure means, in our words.
 *
 * @param subject - what was asked, such as `git.example.com/shop/api`
 * @param secrets - values that must not be repeated
 */
export function judgeFailure(
  failed: GitFailed,
  subject: string,
  secrets: readonly string[],
): SourceFailure {
  const errors = failed.errors();
  const found = JUDGEMENTS.find(([pattern]) => pattern.test(errors));
  const host = subject.split('/')[0];
  if (found) {
    const [, kind, words] = found;
    return kind === 'gone'
      ? new RepositoryGone(`${subject}: ${host} ${words}`)
      : new SourceFailure(kind, `${subject}: ${host} ${words}`);
  }
  const told = tellingLine(errors);
  const clean = secrets.reduce(
    (text, secret) => text.replaceAll(secret, '[removed]'),
    told,
  );
  return new SourceFailure(
    'protocol',
    `${subject}: Git failed${clean ? `: ${cleanMessage(clean, 160)}` : ''}`,
  );
}

/** Git's own last word; lines of the host begin with `remote:`. */
function tellingLine(errors: string): string {
  const lines = errors.split(/[\r\n]+/).map(line => line.trim());
  return lines.reverse().find(line => /^(fatal|error): /.test(line)) ?? '';
}
