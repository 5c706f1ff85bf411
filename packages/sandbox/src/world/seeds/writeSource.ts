import { DiskRepositories, FastImport } from '../../git';
import { PlannedChange, PlannedCommit, SourcePlan } from './PlannedChange';
import { ci, personByLogin } from '../people';
import { Person } from '../Scenario';
import { scaffold } from './scaffold';

const DAY = 86_400_000;

/** Which commit became what, once a plan has been written. */
export interface WrittenSource {
  plan: SourcePlan;
  /** The commit on main, by the change's index, with the one before it. */
  changes: { sha: string; base: string; headSha?: string }[];
  open: { sha: string; base: string }[];
  hotfix?: string;
}

/** Writes a plan into its repository: main, tags, branches and the heads of pull requests. */
export async function writeSource(
  repositories: DiskRepositories,
  plan: SourcePlan,
): Promise<WrittenSource> {
  const stream = new FastImport();
  const starter = personByLogin('ines') ?? ci;
  let tip = stream.commit({
    ref: 'refs/heads/main',
    author: starter,
    at: new Date(plan.changes[0].at.getTime() - DAY),
    message: 'Start the repository',
    files: scaffold(plan.repository),
  });
  const changes = plan.changes.map(change => {
    const base = tip;
    const written = writeChange(stream, change, base);
    tip = written.mark;
    for (const outcome of change.outcomes) {
      if (outcome.version) {
        stream.reset(
          `refs/tags/${outcome.service.tagPrefix}${outcome.version}`,
          tip,
        );
      }
    }
    return { ...written, base };
  });
  const open = plan.open.map(pull => {
    const head = `refs/pull/${pull.number}/head`;
    const mark = writeBranch(stream, head, tip, pull.author, pull.commits);
    stream.reset(`refs/heads/${pull.branch}`, mark);
    return { mark, base: tip };
  });
  const hotfix = plan.hotfix && writeHotfix(stream, plan, changes);
  const marks = await repositories.import(plan.repository, stream);
  const sha = (mark: string) => marks.get(mark) ?? '';
  return {
    plan,
    changes: changes.map(({ mark, base, head }) => ({
      sha: sha(mark),
      base: sha(base),
      ...(head && { headSha: sha(head) }),
    })),
    open: open.map(({ mark, base }) => ({ sha: sha(mark), base: sha(base) })),
    ...(hotfix && { hotfix: sha(hotfix) }),
  };
}

function writeChange(
  stream: FastImport,
  change: PlannedChange,
  base: string,
): { mark: string; head?: string } {
  const { pull } = change;
  const main = 'refs/heads/main';
  if (!pull || change.via === 'direct') {
    const mark = stream.commit({
      ref: main,
      author: change.author,
      at: change.at,
      message: messageOf(change),
      from: base,
      files: change.files,
    });
    return { mark };
  }
  const head = writeBranch(
    stream,
    `refs/pull/${pull.number}/head`,
    base,
    change.author,
    pull.commits,
  );
  const mark =
    change.via === 'merge'
      ? stream.commit({
          ref: main,
          author: pull.mergedBy,
          at: change.at,
          message: `Merge pull request #${pull.number} from acme/${pull.branch}\n\n${change.subject}`,
          from: base,
          merge: head,
          files: change.files,
        })
      : stream.commit({
          ref: main,
          author: change.author,
          at: change.at,
          message: messageOf({
            ...change,
            subject: `${change.subject} (#${pull.number})`,
          }),
          from: base,
          files: change.files,
        });
  return { mark, head };
}

function writeBranch(
  stream: FastImport,
  ref: string,
  base: string,
  author: Person,
  commits: PlannedCommit[],
): string {
  let mark = base;
  for (const commit of commits) {
    mark = stream.commit({
      ref,
      author,
      at: commit.at,
      message: messageOf(commit),
      from: mark,
      files: commit.files,
    });
  }
  return mark;
}

function writeHotfix(
  stream: FastImport,
  plan: SourcePlan,
  changes: { mark: string }[],
): string | undefined {
  const { hotfix } = plan;
  if (!hotfix) {
    return undefined;
  }
  const mark = stream.commit({
    ref: `refs/heads/${hotfix.branch}`,
    author: hotfix.author,
    at: hotfix.commit.at,
    message: messageOf(hotfix.commit),
    from: changes[hotfix.base].mark,
    files: hotfix.commit.files,
  });
  stream.reset(`refs/tags/${hotfix.service.tagPrefix}${hotfix.version}`, mark);
  return mark;
}

function messageOf(commit: PlannedCommit): string {
  return commit.body
    ? `${commit.subject}\n\n${commit.body}\n`
    : `${commit.subject}\n`;
}
