import type { ActionsReader } from './ActionsReader';
import { begunAt } from './begunAt';
import type { RunHandle } from './RunHandle';
import type { RunPlace } from './RunPlace';
import { attemptOf, isSameLogin, starterOf, type RunNode } from './schemas';

/**
 * Looks for the attempt that was asked for: the one that our account has started since, if there is no other.
 *
 * @param since - of the operation; where it is not known, attempts after the one that was observed count
 * @returns undefined where there is none; `unsure` where it cannot be told
 * @throws SourceFailure
 */
export async function seekRerun(
  reader: ActionsReader,
  { name, id, run: observed }: RunPlace,
  since: string | undefined,
): Promise<RunHandle | 'unsure' | undefined> {
  const login = await reader.login(name);
  const { run: newest, now } = await reader.run(name, id);
  const begun = begunAt(since, now);
  const own: number[] = [];
  for (let attempt = attemptOf(newest); attempt > 1; attempt -= 1) {
    const run =
      attempt === attemptOf(newest)
        ? newest
        : await reader.attempt(name, id, attempt);
    const isOlder =
      begun === undefined
        ? attempt <= (observed.attempt ?? 1)
        : startedAt(run) < begun;
    if (isOlder) {
      break;
    }
    if (login === undefined || isSameLogin(starterOf(run), login)) {
      own.push(attempt);
    }
  }
  if (own.length === 0) {
    return undefined;
  }
  return own.length === 1 && login !== undefined
    ? { name, id, attempt: own[0] }
    : 'unsure';
}

function startedAt(run: RunNode): number {
  return Date.parse(run.run_started_at ?? run.created_at);
}
