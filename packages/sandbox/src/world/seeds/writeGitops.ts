import { DiskRepositories, FastImport } from '../../git';
import { PullRecord } from '../../forge/records';
import { helmChart, helmValues } from '../manifests/helm';
import {
  kustomizeBase,
  kustomizeOverlay,
  OverlayState,
} from '../manifests/kustomize';
import { people, personByLogin, ci } from '../people';
import { GITOPS, ServiceSpec, StageSpec, VALUES } from '../services';
import { ConfigurationChange } from './planGitops';

/** Writes the configuration repositories; returns the pull requests that they came through. */
export async function writeGitops(
  repositories: DiskRepositories,
  changes: ConfigurationChange[],
  options: {
    imageHost: string;
    /** What the repository starts with, and what is added at the end. */
    first: Record<string, string>;
    last: { message: string; files: Record<string, string>; at: Date };
  },
): Promise<PullRecord[]> {
  const sorted = [...changes].sort((a, b) => a.at.getTime() - b.at.getTime());
  const start = new Date(sorted[0].at.getTime() - 86_400_000);
  const ines = personByLogin('ines') ?? ci;
  const streams = new Map([
    [GITOPS, new FastImport()],
    [VALUES, new FastImport()],
  ]);
  const tips = new Map<string, string>();
  const state = new Map<StageSpec, OverlayState>();
  const pulls: {
    record: PullRecord;
    head: string;
    mark: string;
    base: string;
  }[] = [];
  let number = 100;

  const commit = (
    repository: string,
    change: Pick<ConfigurationChange, 'at' | 'author' | 'message' | 'reviewed'>,
    files: Record<string, string>,
  ) => {
    const stream = streams.get(repository);
    if (!stream || Object.keys(files).length === 0) {
      return;
    }
    const base = tips.get(repository);
    const reviewed = change.reviewed && repository === GITOPS && base;
    const [subject, ...rest] = change.message.split('\n');
    number += reviewed ? 1 : 0;
    const head =
      reviewed &&
      stream.commit({
        ref: `refs/pull/${number}/head`,
        author: change.author,
        at: new Date(change.at.getTime() - 20 * 60_000),
        message: change.message,
        from: base,
        files,
      });
    const mark = stream.commit({
      ref: 'refs/heads/main',
      author: change.author,
      at: change.at,
      message: head
        ? [`${subject} (#${number})`, ...rest].join('\n')
        : change.message,
      from: base,
      files,
    });
    if (head && base) {
      pulls.push({
        head,
        mark,
        base,
        record: mergedPull(number, subject, change),
      });
    }
    tips.set(repository, mark);
  };

  commit(
    GITOPS,
    {
      at: start,
      author: ines,
      message: 'Start the GitOps repository\n',
      reviewed: false,
    },
    options.first,
  );
  commit(
    VALUES,
    {
      at: start,
      author: ines,
      message: 'Start the values repository\n',
      reviewed: false,
    },
    {
      'README.md':
        '# Values\n\nValues of Helm releases, apart from their charts.\n',
    },
  );
  for (const change of sorted) {
    const files = new Map<string, Record<string, string>>();
    const add = (repository: string, more: Record<string, string>) =>
      files.set(repository, { ...files.get(repository), ...more });
    if (change.onboarding) {
      add(GITOPS, baseFiles(change.service, options.imageHost));
    }
    for (const { stage, change: part } of change.stages) {
      const next = {
        ...(state.get(stage) ?? {
          tag: '',
          replicas: stage.replicas,
          logLevel: 'info',
        }),
        ...part,
      };
      state.set(stage, next);
      add(
        stage.gitops?.values?.repository ?? GITOPS,
        change.service.delivery === 'helm'
          ? helmValues(stage, next)
          : kustomizeOverlay(change.service, stage, options.imageHost, next),
      );
    }
    for (const [repository, content] of files) {
      commit(repository, change, content);
    }
  }
  commit(
    GITOPS,
    { ...options.last, author: ci, reviewed: false },
    options.last.files,
  );

  const written = new Map<string, Map<string, string>>();
  for (const [repository, stream] of streams) {
    written.set(repository, await repositories.import(repository, stream));
  }
  const sha = (mark: string) => written.get(GITOPS)?.get(mark) ?? '';
  return pulls.map(({ record, head, mark, base }) => ({
    ...record,
    head: { ...record.head, sha: sha(head) },
    base: { ...record.base, sha: sha(base) },
    mergeSha: sha(mark),
  }));
}

function baseFiles(
  service: ServiceSpec,
  imageHost: string,
): Record<string, string> {
  return service.delivery === 'helm'
    ? helmChart(service, imageHost)
    : kustomizeBase(service, imageHost);
}

function mergedPull(
  number: number,
  title: string,
  change: Pick<ConfigurationChange, 'at' | 'author'>,
): PullRecord {
  const merged = change.at.toISOString();
  const reviewers = people.filter(each => each !== change.author);
  return {
    kind: 'pull',
    number,
    title,
    body: null,
    author: change.author.login,
    draft: false,
    state: 'closed',
    head: { ref: `${change.author.login}/promote-${number}`, sha: '' },
    base: { ref: 'main', sha: '' },
    createdAt: new Date(change.at.getTime() - 19 * 60_000).toISOString(),
    updatedAt: merged,
    closedAt: merged,
    mergedAt: merged,
    mergedBy: reviewers[number % reviewers.length].login,
    mergeSha: '',
  };
}
