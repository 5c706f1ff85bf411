import { ChildProcess, spawn } from 'child_process';

/** A `git` command that ended with an error. */
export class GitError extends Error {
  constructor(readonly args: string[], readonly stderr: string) {
    super(`git ${args.join(' ')} failed: ${stderr.trim() || 'no message'}`);
    this.name = 'GitError';
  }
}

/**
 * The environment that every `git` of the sandbox runs in: the user's own settings, hooks and time zone
 * must not change what the sandbox's history looks like.
 */
export function gitEnvironment(
  extra: Record<string, string> = {},
): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('GIT_'),
  );
  return {
    ...Object.fromEntries(inherited),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    LC_ALL: 'C',
    TZ: 'UTC',
    ...extra,
  };
}

/** Starts a `git` process on a bare repository. */
export function spawnGit(
  directory: string,
  args: string[],
  extra: Record<string, string> = {},
): ChildProcess {
  return spawn('git', args, {
    cwd: directory,
    env: gitEnvironment({ GIT_DIR: directory, ...extra }),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Runs `git` on a bare repository and returns what it printed; rejects with {@link GitError} if it fails. */
export async function runGit(
  directory: string,
  args: string[],
  input?: Buffer | string,
  extra: Record<string, string> = {},
): Promise<Buffer> {
  const child = spawnGit(directory, args, extra);
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on('data', chunk => out.push(chunk));
  child.stderr?.on('data', chunk => err.push(chunk));
  // A git that fails early closes its input; the exit code below tells the reason.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) {
    throw new GitError(args, Buffer.concat(err).toString());
  }
  return Buffer.concat(out);
}
