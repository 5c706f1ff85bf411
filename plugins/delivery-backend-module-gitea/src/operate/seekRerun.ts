import type { RepositoryCall } from '../api/RepositoryCall';
import type { RunHandle } from './RunHandle';
import type { RunPlace } from './RunPlace';
import { attemptOf, readJobsOf, readRunNode, starterOf } from './RunNode';
import { isSameLogin, sinceThere, whoAmI } from './whoAmI';

/**
 * Looks for the attempt that was asked for: the one that our account has started since, if there is no other.
 *
 * @param since - of the operation; where it is not known, attempts after the one that was observed count
 * @returns undefined where there is none; `unsure` where it cannot be told
 * @throws SourceFailure
 */
export async function seekRerun(
  call: RepositoryCall,
  { path, id, run: observed }: RunPlace,
  since: string | undefined,
): Promise<RunHandle | 'unsure' | undefined> {
  const me = await whoAmI(call);
  const begun = sinceThere(since, me);
  const newest = (await readRunNode(call, id))!;
  const own: number[] = [];
  const first = (observed.attempt ?? 1) + 1;
  for (let attempt = attemptOf(newest); attempt >= first; attempt -= 1) {
    const isNewest = attempt === attemptOf(newest);
    const run = isNewest ? newest : await readRunNode(call, id, attempt);
    const { createdAt } = await readJobsOf(
      call,
      id,
      isNewest ? undefined : attempt,
    );
    if (!run || !createdAt) {
      return 'unsure';
    }
    if (Date.parse(createdAt) < begun) {
      break;
    }
    if (me.login === undefined || isSameLogin(starterOf(run), me.login)) {
      own.push(attempt);
    }
  }
  if (own.length === 0) {
    return undefined;
  }
  return own.length === 1 && me.login !== undefined
    ? { path, id, attempt: own[0] }
    : 'unsure';
}
