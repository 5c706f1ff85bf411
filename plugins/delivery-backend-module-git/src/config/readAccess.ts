import type { Config } from '@backstage/config';
import {
  configProblem,
  readCredential,
  readHttpSettings,
} from '@throughline/plugin-delivery-node';
import type { GitAccess } from '../access/GitAccess';
import { HttpAccess } from '../access/HttpAccess';
import { SshAccess } from '../access/SshAccess';

/**
 * Reads how the repositories of a host are reached, and what is shown to it.
 *
 * @param schemes - those of the repositories' URLs
 * @throws InputError where keys are missing, contradict each other or have no effect
 */
export function readAccess(
  config: Config,
  at: string,
  schemes: ReadonlySet<string>,
): GitAccess {
  if (schemes.has('ssh') && schemes.size > 1) {
    throw configProblem(
      at,
      'some of its URLs are of ssh and some are not',
      'Give each way an entry of its own.',
    );
  }
  return schemes.has('ssh') ? readSsh(config, at) : readHttp(config, at);
}

function readHttp(config: Config, at: string): GitAccess {
  if (config.has('ssh')) {
    throw configProblem(
      `${at}.ssh`,
      'its repositories are not reached by ssh',
      'Write baseUrl or urlTemplate as ssh://git@…, or leave ssh out.',
    );
  }
  if (config.has('tls.serverName')) {
    throw configProblem(
      `${at}.tls.serverName`,
      'Git cannot be told another name',
      'Let the certificate name the host of the URL.',
    );
  }
  const http = readHttpSettings(config, at);
  return new HttpAccess({
    credential: readCredential(config, at, { http }),
    caFile: config.getOptionalString('tls.caFile'),
    certFile: config.getOptionalString('tls.certFile'),
    keyFile: config.getOptionalString('tls.keyFile'),
    verify: !config.getOptionalBoolean('tls.insecureSkipVerify'),
    proxy: config.getOptionalString('proxy'),
  });
}

function readSsh(config: Config, at: string): GitAccess {
  for (const key of ['username', 'password', 'token', 'oauth', 'tls']) {
    if (config.has(key) || config.has(`${key}File`)) {
      throw configProblem(
        `${at}.${key}`,
        'it has no effect over ssh',
        'Give ssh.privateKeyFile, and the user in the URL.',
      );
    }
  }
  const privateKeyFile = readFile(config, 'ssh.privateKeyFile', at);
  const knownHostsFile = readFile(config, 'ssh.knownHostsFile', at);
  const knownHosts = config.getOptionalString('ssh.knownHosts');
  if (!privateKeyFile) {
    throw configProblem(
      `${at}.ssh.privateKeyFile`,
      'it is missing',
      'Name the file of a private key that may read.',
    );
  }
  if (Boolean(knownHosts) === Boolean(knownHostsFile)) {
    throw configProblem(
      `${at}.ssh.knownHosts`,
      knownHosts ? 'knownHostsFile is given as well' : 'it is missing',
      `Give one of knownHosts and knownHostsFile, with what 'ssh-keyscan <host>' prints, compared with what the host's operator says: a key that is not known is never accepted.`,
    );
  }
  return new SshAccess({ privateKeyFile, knownHostsFile, knownHosts });
}

/** The name becomes part of a command that Git gives to a shell, and of an option that ssh splits at spaces. */
function readFile(config: Config, key: string, at: string): string | undefined {
  const file = config.getOptionalString(key);
  if (file !== undefined && !/^\/[\w./@+,=-]*$/.test(file)) {
    throw configProblem(
      `${at}.${key}`,
      'it is not an absolute path of letters, digits and ./@+,=-_',
      'Mount the file under a plain name, such as /run/secrets/git-key.',
    );
  }
  return file;
}
