import { z } from 'zod';
import type {
  CommitItem,
  Observation,
} from '@throughline/plugin-delivery-node';
import { itemsOf } from '../map/ReadResult';
import { readRestCommit, type BareCommit } from '../map/readCommit';
import { askCommits } from './askCommits';
import { askFiles } from './askFiles';
import { unsettledOf } from './collectChecks';
import { toldOf } from '../source/Memory';
import { scopeOf, tellItems, type RepositoryPass } from './RepositoryPass';

const PAGE = 100;
/** The upstream compares so many commits. */
const MAX_PAGES = 3;
/** A commit that is not there may be pushed later. */
const ASK_AGAIN_MS = 3_600_000;
/** Off the default branch, the files of so many commits are looked at, newest first. */
const MAX_FILES = 20;
/** One query asks for so many. */
const MAX_ASKED = 20;
const REMEMBERED_DIGITS = 10;

/** What is known of a commit of the default branch: where it was told since the last restart, its folders alone. */
interface OnBranch {
  paths: string[];
  item?: CommitItem;
}

const Comparison = z.object({
  status: z.string(),
  commits: z.array(z.unknown()),
  merge_base_commit: z.unknown(),
});

/** The commits that something refers to and that were neither told nor asked for yet. */
export function openRevisions(
  pass: Pick<RepositoryPass, 'interest' | 'state' | 'memory' | 'name'>,
): string[] {
  const asked = new Set(pass.state.revisions ?? []);
  return pass.interest.revisions.filter(
    sha =>
      /^[0-9a-f]{40}$/.test(sha) &&
      !asked.has(sha.slice(0, REMEMBERED_DIGITS)) &&
      Date.now() - (pass.memory.missing.get(keyOf(pass, sha)) ?? 0) >
        ASK_AGAIN_MS,
  );
}

/**
 * Tells the commits that something refers to, such as a hotfix: with those between it and the default branch, or alone
 * where it lies on the default branch. There it may have been told before a restart, so that all is told of it that is
 * told of a new one, and nothing of it is lost.
 */
export async function* collectRevisions(
  pass: RepositoryPass,
): AsyncGenerator<Observation> {
  const asked = new Set(pass.state.revisions ?? []);
  const onBranch = new Map<string, OnBranch>();
  for (const sha of openRevisions(pass)) {
    const told = pass.memory.commits.get(keyOf(pass, sha));
    const items = told ? [] : await compare(pass, sha);
    if (!items) {
      pass.memory.missing.set(keyOf(pass, sha), Date.now());
      continue;
    }
    const [item] = items;
    if (told?.onDefaultBranch && !told.checks) {
      onBranch.set(sha, { paths: told.paths });
    } else if (item?.onDefaultBranch) {
      onBranch.set(sha, { paths: item.paths, item });
    } else {
      yield* tell(pass, items);
    }
    asked.add(sha.slice(0, REMEMBERED_DIGITS));
  }
  yield* tellWhole(pass, onBranch);
  const wanted = new Set(
    pass.interest.revisions.map(sha => sha.slice(0, REMEMBERED_DIGITS)),
  );
  pass.state.revisions = [...asked].filter(one => wanted.has(one)).sort();
}

/** Tells commits of the default branch with what a comparison does not tell of them: pull request and checks. */
async function* tellWhole(
  pass: RepositoryPass,
  onBranch: ReadonlyMap<string, OnBranch>,
): AsyncGenerator<Observation> {
  const all = [...onBranch];
  for (let from = 0; from < all.length; from += MAX_ASKED) {
    const some = all.slice(from, from + MAX_ASKED);
    const commits = await askCommits(
      pass,
      some.map(([sha]) => sha),
    );
    const items = some.flatMap(([sha, { paths, item }]): CommitItem[] => {
      const commit = commits.find(each => each.sha === sha);
      return commit
        ? [{ ...commit, paths, onDefaultBranch: true }]
        : (item && [item]) ?? [];
    });
    yield* tell(pass, items);
    pass.state.unsettled = [
      ...new Set([...(pass.state.unsettled ?? []), ...unsettledOf(items)]),
    ];
  }
}

function* tell(
  pass: RepositoryPass,
  items: readonly CommitItem[],
): Generator<Observation> {
  items.forEach(item => pass.memory.commits.set(item.key, toldOf(item)));
  yield* tellItems(scopeOf(pass.name.identity, 'commits'), items);
}

function keyOf({ name }: Pick<RepositoryPass, 'name'>, sha: string): string {
  return `${name.identity}@${sha}`;
}

async function compare(
  pass: RepositoryPass,
  sha: string,
): Promise<CommitItem[] | undefined> {
  const { owner, name, identity } = pass.name;
  const nodes: unknown[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const answer = await pass.client.get(
      'compare',
      [
        'repos',
        owner,
        name,
        'compare',
        `${pass.defaultBranch ?? 'HEAD'}...${sha}`,
      ],
      { per_page: PAGE, page },
    );
    const { data } = Comparison.safeParse(
      answer.type === 'ok' ? answer.json : undefined,
    );
    if (!data) {
      return undefined;
    }
    if (data.status === 'behind' || data.status === 'identical') {
      const [commit] = itemsOf([
        readRestCommit(identity, data.merge_base_commit),
      ]);
      return commit ? place(pass, [commit], true) : undefined;
    }
    nodes.push(...data.commits);
    if (!answerHasMore(answer)) {
      break;
    }
  }
  const commits = itemsOf(nodes.map(node => readRestCommit(identity, node)));
  return place(pass, commits.reverse(), false);
}

function answerHasMore(answer: { type: string; more?: boolean }): boolean {
  return answer.more === true;
}

/** Oldest come first from the upstream; here the newest come first. */
async function place(
  pass: RepositoryPass,
  commits: readonly BareCommit[],
  onDefaultBranch: boolean,
): Promise<CommitItem[]> {
  const whole = pass.interest.paths.includes('') ? [''] : [];
  const folders = pass.interest.paths.filter(path => path !== '');
  const items: CommitItem[] = [];
  for (const [index, commit] of commits.entries()) {
    const touched =
      folders.length > 0 && index < MAX_FILES
        ? await askFiles(pass, commit.sha, folders)
        : [];
    items.push({
      ...commit,
      paths: [...whole, ...touched].sort(),
      onDefaultBranch,
    });
  }
  return items;
}
