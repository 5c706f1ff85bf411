import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import type { Config } from '@backstage/config';
import {
  configProblem,
  readMilliseconds,
  readName,
} from '@throughline/plugin-delivery-node';
import type { GitAccess } from '../access/GitAccess';
import { readAccess } from './readAccess';
import { readRemotes } from './readRemotes';
import { readWrite } from './readWrite';
import type { RemoteUrls } from './RemoteUrls';

/** One configured Git host. */
export interface HostConfig {
  name: string;
  /** As identities of repositories have it, lower case. */
  host: string;
  remotes: RemoteUrls;
  access: GitAccess;
  pollMs: number;
  /** Where its mirrors lie. */
  directory: string;
  /** How many of the newest commits of a repository are told at first. */
  commits: number;
  /** Whether operations may push to it. */
  write: boolean;
  /** By whom their commits are made. */
  committer: { name: string; email: string };
}

/** @throws InputError naming the key and how to mend it */
export function readHost(config: Config, at: string): HostConfig {
  const name = readName(config, at);
  const host = readHostName(config, at);
  const remotes = readRemotes(config, at, host);
  return {
    name,
    host,
    remotes,
    access: readAccess(config, at, remotes.schemes),
    pollMs: readMilliseconds(config, 'pollEvery', at, {
      fallback: 60_000,
      minimum: 5_000,
    }),
    directory: path.join(readDirectory(config, at), name),
    commits: readCommits(config, at),
    ...readWrite(config, at),
  };
}

function readHostName(config: Config, at: string): string {
  const host = config.getOptionalString('host');
  if (!host) {
    throw configProblem(
      `${at}.host`,
      'it is missing',
      'Write the host as the URLs of repositories have it, such as git.example.com.',
    );
  }
  if (!/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d{1,5})?$/.test(host)) {
    throw configProblem(
      `${at}.host`,
      `'${host.slice(0, 80)}' is not a host`,
      'Write host or host:port only; a port counts for https and http, and is left out for ssh.',
    );
  }
  return host.toLocaleLowerCase('en-US');
}

/** A name of one's own below the common temporary directory, so that accounts of one machine do not meet there. */
function readDirectory(config: Config, at: string): string {
  const directory = config.getOptionalString('directory');
  if (directory === undefined) {
    return path.join(tmpdir(), `throughline-git-${userInfo().uid}`);
  }
  if (!path.isAbsolute(directory)) {
    throw configProblem(
      `${at}.directory`,
      'it is not an absolute path',
      'Write it whole, such as /var/lib/throughline/git.',
    );
  }
  return directory;
}

function readCommits(config: Config, at: string): number {
  const commits = config.getOptionalNumber('commits') ?? 1_000;
  if (!Number.isInteger(commits) || commits < 1 || commits > 20_000) {
    throw configProblem(
      `${at}.commits`,
      `${commits} is not a number of commits`,
      'Use a whole number from 1 to 20000.',
    );
  }
  return commits;
}
