import {
  RepositoryGone,
  type SourceFailure,
} from '@throughline/plugin-delivery-node';
import { GitFailed } from './GitFailed';
import { judgeFailure } from './judgeFailure';

const judge = (errors: string, secrets: string[] = []) =>
  judgeFailure(new GitFailed(128, errors), 'git.example.com/a/b', secrets);

/** As Git 2.39, curl 7.88 and OpenSSH 9.2 say it. */
const CASES: [string, SourceFailure['kind'], string][] = [
  [
    "fatal: could not read Username for 'https://git.example.com': terminal prompts disabled",
    'authentication',
    'refuses the credentials',
  ],
  [
    "fatal: Authentication failed for 'https://git.example.com/a/b.git/'",
    'authentication',
    'refuses the credentials',
  ],
  [
    "fatal: unable to access 'https://git.example.com/a/b.git/': The requested URL returned error: 403",
    'permission',
    'does not allow it',
  ],
  [
    "fatal: unable to access 'https://git.example.com/a/b.git/': The requested URL returned error: 429",
    'rateLimit',
    'limits the rate',
  ],
  [
    "fatal: unable to access 'https://git.example.com/a/b.git/': The requested URL returned error: 502",
    'unreachable',
    'out of order',
  ],
  [
    "fatal: unable to access 'https://git.example.com/a/b.git/': The requested URL returned error: 301",
    'protocol',
    'redirects to another place',
  ],
  [
    "fatal: repository 'https://git.example.com/a/b.git/' not found",
    'permission',
    'has no such repository',
  ],
  [
    "remote: Not Found.\nfatal: repository 'https://git.example.com/a/b.git/' not found",
    'permission',
    'has no such repository',
  ],
  [
    "fatal: '/a/b.git' does not appear to be a git repository\nfatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights\nand the repository exists.",
    'permission',
    'has no such repository',
  ],
  [
    "fatal: unable to access 'https://git.example.com/': Could not resolve host: git.example.com",
    'unreachable',
    'cannot be resolved',
  ],
  [
    "fatal: unable to access 'http://127.0.0.1:1/': Failed to connect to 127.0.0.1 port 1 after 0 ms: Couldn't connect to server",
    'unreachable',
    'cannot be reached',
  ],
  [
    "fatal: unable to access 'https://git.example.com/': SSL certificate problem: self-signed certificate in certificate chain",
    'configuration',
    'tls.caFile',
  ],
  [
    "fatal: unable to access 'https://git.example.com/': server certificate verification failed. CAfile: none CRLfile: none",
    'configuration',
    'tls.caFile',
  ],
  [
    'fatal: https://git.example.com/a/b.git/info/refs not valid: is this a git repository?',
    'protocol',
    'login page',
  ],
  [
    'error: RPC failed; curl 18 transfer closed with outstanding read data remaining\nfatal: early EOF',
    'unreachable',
    'broke the connection off',
  ],
  [
    '@@@@@\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\nHost key verification failed.\nfatal: Could not read from remote repository.',
    'configuration',
    'another host key',
  ],
  [
    'No ED25519 host key is known for git.example.com and you have requested strict checking.\nHost key verification failed.',
    'configuration',
    'not known',
  ],
  [
    'git@git.example.com: Permission denied (publickey).\nfatal: Could not read from remote repository.',
    'authentication',
    'refuses the private key',
  ],
  [
    'git@git.example.com: Permission denied (publickey,password).',
    'authentication',
    'refuses the private key',
  ],
  [
    'Load key "/k": error in libcrypto\ngit@h: Permission denied (publickey).',
    'configuration',
    'without a passphrase',
  ],
  [
    'ssh: connect to host git.example.com port 22: Connection timed out\nfatal: Could not read from remote repository.',
    'timeout',
    'in time',
  ],
  [
    'ssh: Could not resolve hostname git.example.com: Name or service not known',
    'unreachable',
    'cannot be resolved',
  ],
  ['fatal: write error: No space left on device', 'internal', 'no space left'],
  ['fatal: something new', 'protocol', 'Git failed: fatal: something new'],
  ['', 'protocol', 'Git failed'],
];

describe('judgeFailure', () => {
  it.each(CASES)('%s', (errors, kind, words) => {
    const failure = judge(errors);
    expect(failure.kind).toBe(kind);
    expect(failure.message).toContain(words);
    expect(failure.message).toContain('git.example.com/a/b');
  });

  it('tells a repository that is gone from a right that is missing', () => {
    expect(judge("fatal: repository 'x' not found")).toBeInstanceOf(
      RepositoryGone,
    );
    expect(judge('The requested URL returned error: 403')).not.toBeInstanceOf(
      RepositoryGone,
    );
  });

  it('repeats nothing of what was sent, and nothing of what the host says', () => {
    const { message } = judge(
      'remote: you sent Basic c2VjcmV0OnNlY3JldA==\nfatal: remote error: hunter22 and c2VjcmV0',
      ['hunter22', 'c2VjcmV0'],
    );
    expect(message).not.toMatch(/hunter22|c2VjcmV0|you sent/);
  });
});
