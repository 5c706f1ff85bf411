import {
  fingerprint,
  tellItems,
  type BranchItem,
  type Observation,
} from '@throughline/plugin-delivery-node';
import { readReleases } from '../map/readReleases';
import { scopeOf, type RepositoryPass } from './RepositoryPass';

/** Repositories with more branches than this are seldom tidy, and their rest is of no interest. */
const MAX_BRANCHES = 1_000;

/** Tells all branches and where they point, and the tags that name versions. */
export async function* collectRefs(
  pass: RepositoryPass,
): AsyncGenerator<Observation> {
  const { interest, mirror, state, refs } = pass;
  const { repository } = interest;
  const found = await mirror.refs();
  const branches = found
    .flatMap((ref): BranchItem[] =>
      ref.type === 'branch' && ref.sha
        ? [
            {
              kind: 'branch',
              key: `${repository}:${ref.name}`,
              repository,
              name: ref.name,
              sha: ref.sha,
              isDefault: ref.name === refs.defaultBranch,
            },
          ]
        : [],
    )
    .sort((a, b) => Number(b.isDefault) - Number(a.isDefault))
    .slice(0, MAX_BRANCHES);
  const releases = readReleases(repository, found);
  for (const [kind, items] of [
    ['branches', branches],
    ['releases', releases],
  ] as const) {
    const mark = fingerprint(items);
    if (state[kind] !== mark) {
      const scope = scopeOf(repository, kind);
      yield { type: 'listing', scope };
      yield* tellItems(scope, items);
      yield { type: 'listed', scope };
      state[kind] = mark;
    }
  }
}
