import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Commits to the service `checkout` of a sandbox and pushes, with the real git; returns the commit. */
export function pushTo(forge: string, subject: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-push-'));
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        GIT_AUTHOR_NAME: 'Ada Okafor',
        GIT_AUTHOR_EMAIL: 'ada.okafor@acme.example',
        GIT_COMMITTER_NAME: 'Ada Okafor',
        GIT_COMMITTER_EMAIL: 'ada.okafor@acme.example',
        GIT_TERMINAL_PROMPT: '0',
        GIT_CONFIG_GLOBAL: '/dev/null',
      },
    }).trim();
  try {
    git('clone', '--quiet', '--depth', '1', `${forge}/acme/checkout.git`, '.');
    appendFileSync(join(folder, 'NOTES.md'), `${subject}\n`);
    git('add', '--all');
    git('commit', '--quiet', '--message', subject);
    git('push', '--quiet', 'origin', 'HEAD');
    return git('rev-parse', 'HEAD');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
