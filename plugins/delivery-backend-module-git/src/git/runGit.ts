import { spawn } from 'node:child_process';
import { SourceFailure } from '@throughline/plugin-delivery-node';
import { GitFailed } from './GitFailed';

/** One call of Git. */
export interface GitCall {
  /** Never from a user but behind `--`, on standard input, or as a hexadecimal name of an object. */
  arguments: readonly string[];
  environment: Record<string, string>;
  /** Where it runs; a repository there would bring its own configuration. */
  folder: string;
  input?: string;
  signal: AbortSignal;
  /** Longer than this, in milliseconds, it is not let run. */
  deadlineMs: number;
  /** Nor longer than this without a sign of life. */
  silenceMs?: number;
  /** What to do with its output as it comes; without it, the output is the result. */
  onOutput?: (chunk: Buffer) => void;
  /** Told of each sign of life. */
  onProgress?: () => void;
}

const KEPT_ERROR_BYTES = 8_192;
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;
/** Time to remove its lock files; then it is ended by force. */
const GRACE_MS = 2_000;

/**
 * Runs the machine's Git in a process group of its own, so that what it starts ends with it. No shell is involved.
 *
 * @returns its output
 * @throws GitFailed where it ends with an error; SourceFailure where it is not installed or takes too long
 */
export async function runGit(call: GitCall): Promise<string> {
  call.signal.throwIfAborted();
  const git = spawn('git', call.arguments, {
    detached: true,
    stdio: 'pipe',
    cwd: call.folder,
    env: call.environment,
  });
  const output: Buffer[] = [];
  let size = 0;
  let errors = '';
  let end: Error | undefined;
  let force: NodeJS.Timeout | undefined;

  const stop = (reason: Error) => {
    end ??= reason;
    signalGroup(git.pid, 'SIGTERM');
    force ??= setTimeout(() => signalGroup(git.pid, 'SIGKILL'), GRACE_MS);
  };
  const tooLong = (ms: number, what: string) =>
    stop(
      new SourceFailure(
        'timeout',
        `'git ${call.arguments[0]}' ${what} ${ms / 1000} s`,
      ),
    );
  const onAbort = () => stop(call.signal.reason as Error);
  call.signal.addEventListener('abort', onAbort);
  const deadline = setTimeout(
    () => tooLong(call.deadlineMs, 'was not done within'),
    call.deadlineMs,
  );
  let silence: NodeJS.Timeout | undefined;
  const signOfLife = () => {
    call.onProgress?.();
    if (call.silenceMs) {
      const ms = call.silenceMs;
      clearTimeout(silence);
      silence = setTimeout(() => tooLong(ms, 'heard nothing for'), ms);
    }
  };

  signOfLife();
  git.stdout.on('data', (chunk: Buffer) => {
    signOfLife();
    if (call.onOutput) {
      try {
        call.onOutput(chunk);
      } catch (error) {
        stop(error as Error);
      }
      return;
    }
    size += chunk.length;
    if (size > MAX_OUTPUT_BYTES) {
      stop(
        new SourceFailure(
          'protocol',
          `'git ${call.arguments[0]}' tells more than ${
            MAX_OUTPUT_BYTES / 1024 / 1024
          } MiB`,
        ),
      );
    } else {
      output.push(chunk);
    }
  });
  git.stderr.on('data', (chunk: Buffer) => {
    signOfLife();
    errors = (errors + chunk.toString('utf8')).slice(-KEPT_ERROR_BYTES);
  });
  // It may end before it has read all; its own error says why.
  git.stdin.on('error', () => {});
  git.stdin.end(call.input);

  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      git.once('error', reject);
      git.once('close', resolve);
    });
    if (end) {
      throw end;
    }
    if (code !== 0) {
      throw new GitFailed(code, errors);
    }
    return Buffer.concat(output).toString('utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new SourceFailure(
        'configuration',
        'Git is not installed where the backend runs: 2.31 or newer is needed',
      );
    }
    throw error;
  } finally {
    clearTimeout(deadline);
    clearTimeout(silence);
    clearTimeout(force);
    call.signal.removeEventListener('abort', onAbort);
  }
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid !== undefined) {
    try {
      process.kill(-pid, signal);
    } catch {
      // It has ended already.
    }
  }
}
