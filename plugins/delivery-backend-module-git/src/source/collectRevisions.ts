import {
  SourceFailure,
  type Observation,
} from '@throughline/plugin-delivery-node';
import { tellCommits, type RepositoryPass } from './RepositoryPass';

/** Off the default branch, so many commits are told in one pass, newest first. */
const MAX_BESIDE = 1_000;
/** So many commits that no branch leads to are asked for in one pass; each is a call of its own. */
const MAX_FETCHED = 5;
/** A commit that is not there may be pushed later. */
const ASK_AGAIN_MS = 3_600_000;
const REMEMBERED_DIGITS = 10;

/** The commits that something refers to and that were neither told nor asked for lately. */
export function openRevisions(
  pass: Pick<RepositoryPass, 'interest' | 'state' | 'missing'>,
): string[] {
  const { repository, revisions } = pass.interest;
  const told = new Set(pass.state.revisions);
  return revisions.filter(
    sha =>
      /^[0-9a-f]{40}$/.test(sha) &&
      !told.has(sha.slice(0, REMEMBERED_DIGITS)) &&
      Date.now() - (pass.missing.get(`${repository}@${sha}`) ?? 0) >
        ASK_AGAIN_MS,
  );
}

/**
 * Tells the commits that something refers to, such as a hotfix: with those between it and the default branch, or alone
 * where it lies on the default branch.
 *
 * @param told - those that this pass has told already
 */
export async function* collectRevisions(
  pass: RepositoryPass,
  told: ReadonlySet<string>,
): AsyncGenerator<Observation> {
  const { interest, mirror, paths, refs, state } = pass;
  const open = openRevisions(pass);
  const existing = await findExisting(pass, open);
  const from = [...existing].filter(sha => !told.has(sha));
  const beside = refs.head
    ? await mirror.log({ from, without: [refs.head], limit: MAX_BESIDE }, paths)
    : [];
  const besides = new Set(beside.map(({ sha }) => sha));
  const rest = await mirror.log(
    { from: from.filter(sha => !besides.has(sha)), limit: 'alone' },
    paths,
  );
  yield* tellCommits(pass, beside, false);
  // Where the list was cut short, what is not in it may be on either side.
  const isWhole = refs.head !== undefined && beside.length < MAX_BESIDE;
  yield* tellCommits(pass, rest, isWhole);

  const wanted = new Set(
    interest.revisions.map(sha => sha.slice(0, REMEMBERED_DIGITS)),
  );
  const known = [...existing].map(sha => sha.slice(0, REMEMBERED_DIGITS));
  state.revisions = [...new Set([...state.revisions, ...known])]
    .filter(one => wanted.has(one))
    .sort();
}

/** Those that the mirror has, or that the host gives although no branch leads to them. */
async function findExisting(
  pass: RepositoryPass,
  shas: readonly string[],
): Promise<Set<string>> {
  const { interest, mirror, missing } = pass;
  if (shas.length === 0) {
    return new Set();
  }
  const existing = await mirror.existing(shas);
  const absent = shas.filter(sha => !existing.has(sha));
  for (const sha of absent.slice(0, MAX_FETCHED)) {
    if (await isGiven(pass, sha)) {
      existing.add(sha);
    } else {
      missing.set(`${interest.repository}@${sha}`, Date.now());
    }
  }
  return existing;
}

/** A host refuses what it does not have, and some also what no branch leads to. */
async function isGiven(pass: RepositoryPass, sha: string): Promise<boolean> {
  try {
    await pass.mirror.fetchCommit(sha);
    return (await pass.mirror.existing([sha])).has(sha);
  } catch (error) {
    if (pass.context.signal.aborted || !(error instanceof SourceFailure)) {
      throw error;
    }
    pass.context.logger.debug(
      `${pass.interest.repository} does not give the commit ${sha}: ${error.message}`,
    );
    return false;
  }
}
