import type { CommitItem } from '@throughline/plugin-delivery-node';
import { timeOf } from './CommitGraph';
import { ConfigFolders } from './ConfigFolders';
import { placesOf, type ConfiguredFrom } from './configPlace';
import {
  commitKey,
  type EntityRecord,
  type LinkedTarget,
  type StoredDeployment,
} from './EntityRecord';
import { newestTouching, type Touching } from './newestTouching';

/** What was applied: places, and a revision of each. */
export interface Applied {
  from: ConfiguredFrom;
  revisions: readonly (string | undefined)[];
  target: LinkedTarget | undefined;
}

/**
 * Finds the commit of the configuration that made a target what it is. In a repository of many, what was applied is
 * merely the newest commit of all: what counts is the newest one in it that touches what the target is made from.
 */
export class Configuration {
  readonly #folders: ConfigFolders;
  /** By the ids of deployments. */
  readonly #brought = new Map<string, (Touching | undefined)[]>();

  constructor(private readonly record: EntityRecord) {
    this.#folders = new ConfigFolders(record.targets);
  }

  /** The commit that a target's present configuration comes from. */
  ofTarget(target: LinkedTarget): CommitItem | undefined {
    const applied = this.appliedTo(target);
    return applied && newestOf(this.touching(applied), () => true);
  }

  /**
   * The commit that a deployment brought. Where it and the one before lead to the same commit, what differs between
   * the two lies elsewhere, in a shared base perhaps.
   *
   * @param before - the deployment of the same target before it, where known
   */
  ofDeployment(
    deployment: StoredDeployment,
    before: StoredDeployment | undefined,
  ): CommitItem | undefined {
    const { revisions } = this.appliedBy(deployment);
    const earlier = before && this.#touchingOf(before);
    return newestOf(this.#touchingOf(deployment), (commit, index) => {
      if (sameSha(commit.sha, revisions[index])) {
        return true;
      }
      const then = earlier?.[index];
      return (
        then?.state === 'none' ||
        (then?.state === 'found' && then.commit.sha !== commit.sha)
      );
    });
  }

  /**
   * The commit that is new with a deployment: not one that it repeats, nor an older one that it goes back to, which
   * somebody else may have asked for than who wrote it.
   */
  broughtBy(
    deployment: StoredDeployment,
    before: StoredDeployment | undefined,
  ): CommitItem | undefined {
    const earlier = before && this.#touchingOf(before);
    return newestOf(this.#touchingOf(deployment), (commit, index) => {
      const then = earlier?.[index];
      return (
        !before ||
        then?.state === 'none' ||
        (then?.state === 'found' &&
          then.commit.sha !== commit.sha &&
          timeOf(then.commit) <= timeOf(commit))
      );
    });
  }

  /** The tip of the branch that a commit merged, where it did and that is known. */
  mergedBy({ parents, repository }: CommitItem): CommitItem | undefined {
    const [, tip, ...more] = parents;
    return tip !== undefined && more.length === 0
      ? this.record.configCommits.get(commitKey(repository, tip))?.item
      : undefined;
  }

  /** See {@link ConfigFolders.speaksFor}. */
  speaksFor(
    commit: CommitItem,
    from: ConfiguredFrom,
    target: LinkedTarget | undefined,
  ): boolean {
    return this.#folders.speaksFor(commit, from, target);
  }

  /** What was applied to a target last; without a record of it, what it is compared with, if it agrees with that. */
  appliedTo(target: LinkedTarget): Applied | undefined {
    const { id, item } = target.stored;
    const last = this.record.deployments.find(
      each => each.targetId === id && each.item.outcome === 'succeeded',
    );
    if (last) {
      return this.appliedBy(last);
    }
    return item.sync.status === 'synced' || item.type === 'environment'
      ? {
          from: item,
          revisions: item.desired.map(each => each.revision),
          target,
        }
      : undefined;
  }

  /** What a deployment applied. */
  appliedBy({ item, targetId }: StoredDeployment): Applied {
    const target = this.record.targets.find(
      ({ stored }) => stored.id === targetId,
    );
    const type = target?.stored.item.type ?? 'application';
    return {
      from: { type, desired: item.desired },
      revisions: item.desired.map(
        (each, index) => item.revisions[index] ?? each.revision,
      ),
      target,
    };
  }

  #touchingOf(deployment: StoredDeployment): (Touching | undefined)[] {
    const known =
      this.#brought.get(deployment.id) ??
      this.touching(this.appliedBy(deployment));
    this.#brought.set(deployment.id, known);
    return known;
  }

  /** For each source the newest commit that touches its place; undefined where it is a repository of charts. */
  touching({ from, revisions, target }: Applied): (Touching | undefined)[] {
    return placesOf(from).map((place, index) => {
      if (from.desired[index].chart) {
        return undefined;
      }
      const revision = revisions[index];
      if (!place || !revision) {
        return { state: 'unknown', notAfter: Number.POSITIVE_INFINITY };
      }
      return newestTouching(
        sha =>
          this.record.configCommits.get(commitKey(place.repository, sha))?.item,
        revision.toLocaleLowerCase('en-US'),
        commit => this.#folders.touch(commit, place, target),
      );
    });
  }
}

/** The newest of those that count, if nothing that is not known can be newer. */
function newestOf(
  touching: readonly (Touching | undefined)[],
  counts: (commit: CommitItem, index: number) => boolean,
): CommitItem | undefined {
  let newest: CommitItem | undefined;
  touching.forEach((each, index) => {
    if (
      each?.state === 'found' &&
      counts(each.commit, index) &&
      (!newest || timeOf(each.commit) > timeOf(newest))
    ) {
      newest = each.commit;
    }
  });
  const hidden = touching.some(
    each =>
      each?.state === 'unknown' && newest && each.notAfter >= timeOf(newest),
  );
  return hidden ? undefined : newest;
}

function sameSha(one: string, other: string | undefined): boolean {
  return one === other?.toLocaleLowerCase('en-US');
}
