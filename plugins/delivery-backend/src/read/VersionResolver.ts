import type {
  ImageVersion,
  VersionView,
} from '@throughline/plugin-delivery-common';
import type {
  ArtifactItem,
  CommitItem,
  DeploymentItem,
  TargetItem,
} from '@throughline/plugin-delivery-node';
import {
  ArtifactIndex,
  artifactImage,
  isSameImage,
  type Traced,
} from './ArtifactIndex';
import type { CommitGraph } from './CommitGraph';
import {
  commitKey,
  type EntityRecord,
  type LinkedTarget,
} from './EntityRecord';
import { mainImageOf, runningImagesOf } from './mainImage';
import { ConfigFolders, type ConfiguredFrom } from './ConfigFolders';
import { commitSummary, defined, short } from './summaries';
import { identityOf } from '../link/identityOf';

const SHA_TRAILER = 'argocd-reference-commit-sha';
const REPOSITORY_TRAILER = 'argocd-reference-commit-repourl';

/** Finds out which version runs, and from which source commit it was built, with the evidence for it. */
export class VersionResolver {
  readonly #artifacts: ArtifactIndex;
  readonly #folders: ConfigFolders;

  constructor(
    private readonly record: EntityRecord,
    private readonly graph: CommitGraph,
  ) {
    this.#artifacts = new ArtifactIndex(record);
    this.#folders = new ConfigFolders(record.targets);
  }

  /** The artifact of the entity that was built from a commit. */
  artifactOf(sha: string): ArtifactItem | undefined {
    return this.#artifacts.builtFrom(sha);
  }

  /** The version that a target runs. */
  ofTarget(target: LinkedTarget): VersionView | undefined {
    const { item } = target.stored;
    const image = this.#artifacts.completed(mainImageOf(this.record, target));
    const configCommit = this.configurationCommitOf(target);
    if (!image) {
      return this.#byRevisions(
        item,
        item.desired.map(each => each.revision),
        this.#traceConfig(configCommit, item),
      );
    }
    const observed =
      target.workloads.some(({ item: { images } }) =>
        images.some(each => each.digest && each.digest === image.digest),
      ) || item.imagesAre === 'running';
    return this.#view(
      labelOf(image),
      image,
      this.#artifacts.traceDigest(image, observed) ??
        this.#agreeing(this.#traceConfig(configCommit, item), image, item) ??
        this.#artifacts.traceTag(image),
    );
  }

  /** The other versions that a target runs while one takes the place of another. */
  othersOf(target: LinkedTarget): VersionView[] {
    const main = mainImageOf(this.record, target);
    return (main ? runningImagesOf(target, main.repository) : [])
      .filter(image =>
        image.digest && main?.digest
          ? image.digest !== main.digest
          : image.tag !== main?.tag,
      )
      .map(image => {
        const completed = this.#artifacts.completed(image) ?? image;
        return this.#view(
          labelOf(completed),
          completed,
          this.#artifacts.traceDigest(completed, true) ??
            this.#artifacts.traceTag(completed),
        );
      });
  }

  /** The version that a deployment brought. */
  ofDeployment(
    { item }: { item: DeploymentItem },
    target: LinkedTarget | undefined,
    isNewest: boolean,
  ): VersionView | undefined {
    const image = this.#artifacts.completed(
      item.images?.find(each => this.#artifacts.images.has(each.repository)) ??
        (item.images?.length === 1 ? item.images[0] : undefined),
    );
    if (image) {
      return this.#view(
        labelOf(image),
        image,
        this.#artifacts.traceDigest(image, true) ??
          this.#artifacts.traceTag(image),
      );
    }
    const desired = {
      type: target?.stored.item.type ?? 'application',
      desired: item.desired,
    };
    const configCommit = this.configCommitOf(desired, item.revisions);
    const traced = this.#traceConfig(configCommit, desired);
    if (
      !traced &&
      configCommit &&
      this.#folders.speaksFor(configCommit, desired)
    ) {
      const named = this.#artifacts.namedIn(configCommit.subject);
      if (named) {
        return this.#view(labelOf(named.image), named.image, named.traced);
      }
    }
    const current =
      !traced && target && isNewest && item.outcome === 'succeeded'
        ? this.ofTarget(target)
        : undefined;
    return current?.commit
      ? {
          ...current,
          evidence: { certainty: 'inferred', reason: 'it is what runs now' },
        }
      : this.#byRevisions(desired, item.revisions, traced);
  }

  /**
   * The configuration that a target runs: the commit that it is at, where that touches its folder, else the one that
   * was deployed last. In a shared repository what a target is at moves on with every commit of others.
   */
  configurationCommitOf(target: LinkedTarget): CommitItem | undefined {
    const { item, id } = target.stored;
    const at = this.configCommitOf(item);
    if (at && this.#folders.touches(at, item)) {
      return at;
    }
    const last = this.record.deployments.find(each => each.targetId === id);
    return last && this.configCommitOf(last.item, last.item.revisions);
  }

  /** The commit of the configuration that a target is at: of its own folder's repository, chart sources aside. */
  configCommitOf(
    target: Pick<TargetItem, 'desired'>,
    revisions?: readonly string[],
  ): CommitItem | undefined {
    let found: CommitItem | undefined;
    target.desired.forEach((each, index) => {
      const revision = revisions?.[index] ?? each.revision;
      const repository = each.chart ? undefined : identityOf(each.url);
      if (!found && revision && repository) {
        found = this.record.configCommits.get(
          commitKey(repository, revision),
        )?.item;
      }
    });
    return found;
  }

  /** What the configuration wants is what runs only where they agree. */
  #agreeing(
    traced: Traced | undefined,
    image: ImageVersion,
    item: TargetItem,
  ): Traced | undefined {
    const wanted = traced && this.artifactOf(traced.sha);
    if (!traced || (wanted && image.tag && !wanted.tags.includes(image.tag))) {
      return undefined;
    }
    return item.sync.status === 'synced' &&
      (!wanted || isSameImage(image, wanted))
      ? traced
      : { ...traced, evidence: { ...traced.evidence, certainty: 'inferred' } };
  }

  /** What is known where no image is: a chart's version, or the commit. */
  #byRevisions(
    target: Pick<TargetItem, 'type' | 'desired'>,
    revisions: readonly (string | undefined)[],
    byConfig: Traced | undefined,
  ): VersionView | undefined {
    const traced = byConfig ?? this.#traceOwn(target, revisions);
    const artifact = traced && this.artifactOf(traced.sha);
    if (traced && artifact) {
      const built = artifactImage(artifact);
      return this.#view(labelOf(built), built, traced);
    }
    const chart = target.desired.findIndex(
      (each, index) => each.chart && revisions[index],
    );
    const label =
      (chart < 0 ? traced?.sha : revisions[chart]) ?? revisions.find(Boolean);
    return label ? this.#view(shortened(label), undefined, traced) : undefined;
  }

  /** What is deployed straight from the entity's own repository. */
  #traceOwn(
    target: Pick<TargetItem, 'type' | 'desired'>,
    revisions: readonly (string | undefined)[],
  ): Traced | undefined {
    const source = this.record.claims.source?.repository;
    const at = target.desired.findIndex(
      (each, index) =>
        !each.chart &&
        source !== undefined &&
        identityOf(each.url) === source &&
        /^[0-9a-f]{40}$/i.test(revisions[index] ?? ''),
    );
    const sha = revisions[at]?.toLocaleLowerCase('en-US');
    return sha
      ? {
          sha,
          evidence:
            target.type === 'environment'
              ? {
                  certainty: 'certain',
                  reason: 'the record of the deployment names the commit',
                }
              : {
                  certainty: 'inferred',
                  reason: "its configuration is in the entity's own repository",
                },
        }
      : undefined;
  }

  #traceConfig(
    commit: CommitItem | undefined,
    target: ConfiguredFrom,
  ): Traced | undefined {
    const sha =
      commit?.trailers?.[SHA_TRAILER]?.[0]?.toLocaleLowerCase('en-US');
    if (!commit || !sha || !/^[0-9a-f]{40}$/.test(sha)) {
      return undefined;
    }
    const url = commit.trailers?.[REPOSITORY_TRAILER]?.[0];
    const source = this.record.claims.source?.repository;
    if (url && source && identityOf(url) !== source) {
      return undefined;
    }
    // In a shared repository the newest commit is often another service's, and its trailer speaks of that.
    if (!this.#folders.speaksFor(commit, target)) {
      return undefined;
    }
    return {
      sha,
      evidence: {
        certainty: url && source ? 'certain' : 'inferred',
        reason: `trailer ${SHA_TRAILER} of the configuration commit ${short(
          commit.sha,
        )}`,
      },
    };
  }

  #view(
    label: string,
    image: ImageVersion | undefined,
    traced: Traced | undefined,
  ): VersionView {
    const commit = traced && this.graph.get(traced.sha);
    let unknownBecause: string | undefined;
    if (!traced) {
      unknownBecause = image
        ? `neither the image's labels nor the configuration tell which commit ${label} was built from`
        : 'the configuration names no source commit';
    } else if (!commit) {
      unknownBecause = `it was built from ${short(
        traced.sha,
      )}, which no source has told of`;
    }
    return {
      label,
      ...defined({
        image,
        commit: commit && commitSummary(commit),
        evidence: commit ? traced?.evidence : undefined,
        unknownBecause,
      }),
    };
  }
}

function labelOf(image: ImageVersion): string {
  return image.tag ?? (image.digest ? short(image.digest) : 'unknown version');
}

function shortened(revision: string): string {
  return /^[0-9a-f]{40}$/i.test(revision) ? short(revision) : revision;
}
