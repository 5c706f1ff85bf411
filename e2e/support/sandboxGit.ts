import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FORGE = process.env.SANDBOX_FORGE ?? 'http://localhost:7110';
const NOBODY = { name: 'Nobody', email: 'nobody@acme.example' };

/** A person of the sandbox's company who commits in a journey. */
export interface Committer {
  name: string;
  email: string;
}

/** Clones a repository of the sandbox, commits a change to it and pushes, with the real git; returns the commit. */
export function pushChange(
  repository: string,
  options: { subject: string; author: Committer; file?: string },
): string {
  return inClone(repository, options.author, (folder, git) => {
    appendFileSync(
      join(folder, options.file ?? 'NOTES.md'),
      `${options.subject}\n`,
    );
    return push(git, options.subject);
  });
}

/** Writes a file of a repository of the sandbox; returns the commit, or undefined where it says so already. */
export function pushFile(
  repository: string,
  options: { message: string; author: Committer; file: string; text: string },
): string | undefined {
  return inClone(repository, options.author, (folder, git) => {
    const path = join(folder, options.file);
    if (readFileSync(path, 'utf8') === options.text) {
      return undefined;
    }
    writeFileSync(path, options.text);
    return push(git, options.message);
  });
}

/** What a file of a repository of the sandbox says now, and the message of the commit that had it say so. */
export function readFileOf(
  repository: string,
  file: string,
): { text: string; message: string } {
  return inClone(repository, NOBODY, (folder, git) => ({
    text: readFileSync(join(folder, file), 'utf8'),
    message: git('log', '-1', '--format=%B', '--', file),
  }));
}

type Git = (...args: string[]) => string;

function inClone<T>(
  repository: string,
  author: Committer,
  task: (folder: string, git: Git) => T,
): T {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-journey-'));
  const git: Git = (...args) =>
    execFileSync('git', args, {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        GIT_AUTHOR_NAME: author.name,
        GIT_AUTHOR_EMAIL: author.email,
        GIT_COMMITTER_NAME: author.name,
        GIT_COMMITTER_EMAIL: author.email,
        GIT_TERMINAL_PROMPT: '0',
        GIT_CONFIG_GLOBAL: '/dev/null',
      },
    }).trim();
  try {
    git('clone', '--quiet', `${FORGE}/${repository}.git`, '.');
    return task(folder, git);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function push(git: Git, message: string): string {
  git('add', '--all');
  git('commit', '--quiet', '--message', message);
  git('push', '--quiet', 'origin', 'HEAD');
  return git('rev-parse', 'HEAD');
}
