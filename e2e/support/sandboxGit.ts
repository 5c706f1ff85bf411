import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FORGE = process.env.SANDBOX_FORGE ?? 'http://localhost:7110';

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
  const folder = mkdtempSync(join(tmpdir(), 'throughline-journey-'));
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        GIT_AUTHOR_NAME: options.author.name,
        GIT_AUTHOR_EMAIL: options.author.email,
        GIT_COMMITTER_NAME: options.author.name,
        GIT_COMMITTER_EMAIL: options.author.email,
        GIT_TERMINAL_PROMPT: '0',
        GIT_CONFIG_GLOBAL: '/dev/null',
      },
    }).trim();
  try {
    git('clone', '--quiet', `${FORGE}/${repository}.git`, '.');
    appendFileSync(
      join(folder, options.file ?? 'NOTES.md'),
      `${options.subject}\n`,
    );
    git('add', '--all');
    git('commit', '--quiet', '--message', options.subject);
    git('push', '--quiet', 'origin', 'HEAD');
    return git('rev-parse', 'HEAD');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
