import type { ActionsReader } from './ActionsReader';
import { isSameLogin, type RunNode } from './schemas';
import type { WorkflowPlace } from './WorkflowPlace';

/** A run that is looked for. */
export interface Sought {
  place: WorkflowPlace;
  ref: string;
  token: string;
  /** Whether the run's title would hold the token. */
  showsToken: boolean;
  /** When it can have been started at the earliest, given GitHub's clock; undefined where that is not known. */
  begun(now: number): number | undefined;
}

/**
 * Looks for the run that a dispatch has started. Where the workflow shows the token, that tells it. Of others GitHub
 * keeps the time, the account, the ref and the event: then it is the one run that has them all, if there is no other.
 *
 * @returns undefined where there is none; `unsure` where it cannot be told
 * @throws SourceFailure
 */
export async function seekDispatched(
  reader: ActionsReader,
  { place, ref, token, showsToken, begun }: Sought,
): Promise<RunNode | 'unsure' | undefined> {
  const login = await reader.login(place.name);
  const { runs, more, now } = await reader.runsOf(place);
  const known = runs.flatMap(run => run ?? []);
  const named = known.find(run => run.display_title?.includes(token));
  if (named) {
    return named;
  }
  const from = begun(now) ?? -Infinity;
  const oldest = Math.min(...known.map(createdAt));
  const isWhole = known.length === runs.length && (!more || oldest < from);
  const like = known.filter(
    run =>
      run.event === 'workflow_dispatch' &&
      run.head_branch === branchOf(ref) &&
      // A time that cannot be read may be any.
      !(createdAt(run) < from) &&
      (login === undefined || isSameLogin(run.actor?.login, login)),
  );
  if (like.length === 0) {
    return isWhole ? undefined : 'unsure';
  }
  // A title may have been cut, or be GitHub's own: that a token is not in it proves nothing.
  const isCertain =
    !showsToken &&
    like.length === 1 &&
    isWhole &&
    login !== undefined &&
    from > -Infinity;
  return isCertain ? like[0] : 'unsure';
}

function createdAt(run: RunNode): number {
  return Date.parse(run.created_at);
}

/** Runs have the short name, whichever they were asked for by. */
function branchOf(ref: string): string {
  return ref.replace(/^refs\/(heads|tags)\//, '');
}
