import type { RepositoryCall } from '../api/RepositoryCall';
import { DISPATCH } from './parseWorkflow';
import { madeAt, readNewest, starterOf, type RunNode } from './RunNode';
import { isSameLogin, whoAmI, type Me } from './whoAmI';

/** A run that is looked for. */
export interface Sought {
  file: string;
  ref: string;
  token: string;
  /** Whether the run's title would hold the token. */
  showsToken: boolean;
  /** When it can have been started at the earliest; -Infinity where that is not known. */
  begun(me: Me): number;
}

/**
 * Looks for the run that a dispatch has started. Where the workflow shows the token, that tells it. Of others Gitea
 * keeps the time, the account, the ref and the event: then it is the one run that has them all, if there is no other.
 *
 * @returns undefined where there is none; `unsure` where it cannot be told
 * @throws SourceFailure
 */
export async function seekDispatched(
  call: RepositoryCall,
  { file, ref, token, showsToken, begun }: Sought,
): Promise<RunNode | 'unsure' | undefined> {
  const me = await whoAmI(call);
  const { runs, isAll } = await readNewest(call, DISPATCH);
  const known = runs.flatMap(run => run ?? []);
  const named = known.find(run => run.display_title?.includes(token));
  if (named) {
    return named;
  }
  const from = begun(me);
  const like: RunNode[] = [];
  let isWhole = known.length === runs.length;
  let reaches = isAll;
  for (const run of known) {
    const at = await madeAt(call, run);
    if (at < from) {
      reaches = true;
      break;
    }
    // A time that is not told may be any.
    isWhole &&= !Number.isNaN(at);
    if (
      run.event === DISPATCH &&
      fileOf(run) === file &&
      run.head_branch === shortOf(ref) &&
      (me.login === undefined || isSameLogin(starterOf(run), me.login))
    ) {
      like.push(run);
    }
  }
  isWhole &&= reaches;
  if (like.length === 0) {
    return isWhole ? undefined : 'unsure';
  }
  // A title may have been cut, or be Gitea's own: that a token is not in it proves nothing.
  const isCertain =
    !showsToken &&
    like.length === 1 &&
    isWhole &&
    me.login !== undefined &&
    from > -Infinity;
  return isCertain ? like[0] : 'unsure';
}

/** `ci.yaml@refs/heads/main`, with its folder or without. */
function fileOf({ path }: RunNode): string | undefined {
  return path?.split('@')[0].split('/').pop();
}

/** Runs have the short name, whichever they were asked for by. */
function shortOf(ref: string): string {
  return ref.replace(/^refs\/(heads|tags)\//, '');
}
