import type {
  ImageVersion,
  VersionView,
} from '@throughline/plugin-delivery-common';
import type {
  ArtifactItem,
  CommitItem,
  TargetItem,
} from '@throughline/plugin-delivery-node';
import {
  ArtifactIndex,
  artifactImage,
  isSameImage,
  type Traced,
} from './ArtifactIndex';
import type { CommitGraph } from './CommitGraph';
import type {
  EntityRecord,
  LinkedTarget,
  StoredDeployment,
} from './EntityRecord';
import { mainImageOf, runningImagesOf } from './mainImage';
import { Configuration, type Applied } from './Configuration';
import type { ConfiguredFrom } from './configPlace';
import { commitSummary, defined, short } from './summaries';
import { identityOf } from '../link/identityOf';

const SHA_TRAILER = 'argocd-reference-commit-sha';
const REPOSITORY_TRAILER = 'argocd-reference-commit-repourl';

/** Finds out which version runs, and from which source commit it was built, with the evidence for it. */
export class VersionResolver {
  /** Where what is deployed comes from. */
  readonly configuration: Configuration;
  readonly #artifacts: ArtifactIndex;

  constructor(
    private readonly record: EntityRecord,
    private readonly graph: CommitGraph,
  ) {
    this.#artifacts = new ArtifactIndex(record);
    this.configuration = new Configuration(record);
  }

  /** The artifact of the entity that was built from a commit. */
  artifactOf(sha: string): ArtifactItem | undefined {
    return this.#artifacts.builtFrom(sha);
  }

  /** The version that a target runs. */
  ofTarget(target: LinkedTarget): VersionView | undefined {
    const { item } = target.stored;
    const image = this.#artifacts.completed(mainImageOf(this.record, target));
    const commit = this.configuration.ofTarget(target);
    const byConfig = this.#traceConfig(commit, item, target);
    if (!image) {
      return this.#byRevisions(
        {
          from: item,
          revisions: item.desired.map(each => each.revision),
          target,
        },
        commit,
        byConfig,
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
        this.#agreeing(byConfig, image, item) ??
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

  /**
   * The version that a deployment brought: what the record says, what runs now where nothing came after it, else what
   * the commit of the configuration says that it brought.
   *
   * @param before - the deployment of the same target before it, where known
   */
  ofDeployment(
    deployment: StoredDeployment,
    target: LinkedTarget | undefined,
    before: StoredDeployment | undefined,
  ): VersionView | undefined {
    const image = this.#artifacts.completed(
      deployment.item.images?.find(each =>
        this.#artifacts.images.has(each.repository),
      ) ??
        (deployment.item.images?.length === 1
          ? deployment.item.images[0]
          : undefined),
    );
    if (image) {
      return this.#view(
        labelOf(image),
        image,
        this.#artifacts.traceDigest(image, true) ??
          this.#artifacts.traceTag(image),
      );
    }
    const running = target && this.#stillRunning(deployment, target);
    if (running) {
      return running;
    }
    const { from, revisions } = this.configuration.appliedBy(deployment);
    const commit = this.configuration.ofDeployment(deployment, before);
    const traced = this.#traceConfig(commit, from, target);
    if (
      !traced &&
      commit &&
      this.configuration.speaksFor(commit, from, target)
    ) {
      const named = this.#artifacts.namedIn(commit.subject);
      if (named) {
        return this.#view(labelOf(named.image), named.image, named.traced);
      }
    }
    return this.#byRevisions({ from, revisions, target }, commit, traced);
  }

  /** What runs is what the newest deployment brought, once it is done and as long as nothing differs from it. */
  #stillRunning(
    deployment: StoredDeployment,
    target: LinkedTarget,
  ): VersionView | undefined {
    const { id, item } = target.stored;
    const newest = this.record.deployments.find(each => each.targetId === id);
    const isDone =
      newest?.id === deployment.id &&
      deployment.item.outcome === 'succeeded' &&
      item.sync.status === 'synced' &&
      item.health.status === 'healthy' &&
      item.operation?.status !== 'running' &&
      item.operation?.status !== 'queued';
    const current = isDone ? this.ofTarget(target) : undefined;
    if (!current?.image || this.othersOf(target).length > 0) {
      return undefined;
    }
    return current.evidence
      ? {
          ...current,
          evidence: {
            certainty: current.evidence.certainty,
            reason: `it is what runs now: ${current.evidence.reason}`,
          },
        }
      : current;
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
    { from, revisions, target }: Applied,
    commit: CommitItem | undefined,
    byConfig: Traced | undefined,
  ): VersionView | undefined {
    const traced = byConfig ?? this.#traceOwn(from, revisions);
    const artifact = traced && this.artifactOf(traced.sha);
    if (traced && artifact) {
      const built = artifactImage(artifact);
      return this.#view(labelOf(built), built, traced);
    }
    const chart = from.desired.findIndex(
      (each, index) => each.chart && revisions[index],
    );
    const version = chart < 0 ? traced?.sha : revisions[chart];
    const configuration = commit?.sha ?? revisions.find(Boolean);
    // A revision of the configuration is no version, and must not pass for one.
    const label = version
      ? shortened(version)
      : configuration && `configuration ${shortened(configuration)}`;
    return label
      ? this.#view(
          label,
          undefined,
          traced,
          this.#untracedBecause(commit, from, target),
        )
      : undefined;
  }

  #untracedBecause(
    commit: CommitItem | undefined,
    from: ConfiguredFrom,
    target: LinkedTarget | undefined,
  ): string {
    if (!commit) {
      return 'it cannot be told which commit of the configuration brought it';
    }
    return this.configuration.speaksFor(commit, from, target)
      ? `the configuration commit ${short(commit.sha)} names no source commit`
      : `the configuration commit ${short(
          commit.sha,
        )} touches only what other environments or services are made from as well, and may speak of them`;
  }

  /** What is deployed straight from the entity's own repository. */
  #traceOwn(
    target: ConfiguredFrom,
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

  /**
   * The message of a merge is the forge's, and what the branch says of the version stays there. It is inferred, as a
   * conflict may have been resolved in favour of the other side.
   */
  #traceConfig(
    commit: CommitItem | undefined,
    from: ConfiguredFrom,
    target: LinkedTarget | undefined,
  ): Traced | undefined {
    if (!commit || commit.trailers?.[SHA_TRAILER]) {
      return this.#traceTrailer(commit, from, target);
    }
    const merged = this.configuration.mergedBy(commit);
    const traced = this.#traceTrailer(merged, from, target);
    return (
      traced && {
        ...traced,
        evidence: {
          certainty: 'inferred',
          reason: `${traced.evidence.reason}, which ${short(
            commit.sha,
          )} merged`,
        },
      }
    );
  }

  #traceTrailer(
    commit: CommitItem | undefined,
    from: ConfiguredFrom,
    target: LinkedTarget | undefined,
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
    if (!this.configuration.speaksFor(commit, from, target)) {
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
    untracedBecause?: string,
  ): VersionView {
    const commit = traced && this.graph.get(traced.sha);
    let unknownBecause: string | undefined;
    if (!traced) {
      unknownBecause = !image
        ? untracedBecause
        : `neither the image's labels nor the configuration tell which commit ${label} was built from`;
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
