import type {
  Evidence,
  ImageVersion,
  VersionView,
} from '@throughline/plugin-delivery-common';
import type {
  ArtifactItem,
  CommitItem,
  DeploymentItem,
  TargetItem,
} from '@throughline/plugin-delivery-node';
import type { CommitGraph } from './CommitGraph';
import {
  commitKey,
  type EntityRecord,
  type LinkedTarget,
} from './EntityRecord';
import { mainImageOf, mainImagesOf } from './mainImage';
import { touches } from './mainline';
import { commitSummary, defined, short } from './summaries';
import { identityOf } from '../link/identityOf';

const SHA_TRAILER = 'argocd-reference-commit-sha';
const REPOSITORY_TRAILER = 'argocd-reference-commit-repourl';

type Traced = { sha: string; evidence: Evidence };

/** Finds out which version runs, and from which source commit it was built, with the evidence for it. */
export class VersionResolver {
  readonly #byReference = new Map<string, ArtifactItem>();
  readonly #byRevision = new Map<string, ArtifactItem[]>();
  readonly images: ReadonlySet<string>;

  constructor(
    private readonly record: EntityRecord,
    private readonly graph: CommitGraph,
  ) {
    // The oldest first, so that of two that carry one tag the newest stays.
    for (const { item } of [...record.artifacts].reverse()) {
      for (const reference of [
        item.digest,
        ...(item.children ?? []),
        ...item.tags,
      ]) {
        this.#byReference.set(`${item.repository} ${reference}`, item);
      }
      if (item.sourceRevision) {
        const known = this.#byRevision.get(item.sourceRevision) ?? [];
        this.#byRevision.set(item.sourceRevision, [item, ...known]);
      }
    }
    this.images = mainImagesOf(record);
  }

  /** The artifact of the entity that was built from a commit. */
  artifactOf(sha: string): ArtifactItem | undefined {
    const built = this.#byRevision.get(sha) ?? [];
    return (
      built.find(each => this.images.has(each.repository)) ??
      (this.images.size === 0 ? built[0] : undefined)
    );
  }

  /** The version that a target runs. */
  ofTarget(target: LinkedTarget): VersionView | undefined {
    const { item } = target.stored;
    const image = this.#completed(mainImageOf(this.record, target));
    const configCommit = this.configCommitOf(item);
    if (!image) {
      const chart = item.desired.find(each => each.chart && each.revision);
      const revision = item.desired.find(each => each.revision)?.revision;
      const label = chart?.revision ?? (revision && shortened(revision));
      return label
        ? this.#view(label, undefined, this.#traceConfig(configCommit, item))
        : undefined;
    }
    const observed =
      target.workloads.some(({ item: { images } }) =>
        images.some(each => each.digest && each.digest === image.digest),
      ) || item.imagesAre === 'running';
    return this.#view(
      labelOf(image),
      image,
      this.#traceImage(image, observed) ??
        this.#traceConfig(configCommit, item) ??
        this.#traceTag(image),
    );
  }

  /** The version that a deployment brought. */
  ofDeployment(
    { item }: { item: DeploymentItem },
    target: LinkedTarget | undefined,
  ): VersionView | undefined {
    const image = this.#completed(
      item.images?.find(each => this.images.has(each.repository)) ??
        (item.images?.length === 1 ? item.images[0] : undefined),
    );
    if (image) {
      return this.#view(
        labelOf(image),
        image,
        this.#traceImage(image, true) ?? this.#traceTag(image),
      );
    }
    const desired = { ...target?.stored.item, desired: item.desired };
    const configCommit = this.configCommitOf(desired, item.revisions);
    const traced = this.#traceConfig(configCommit, desired);
    if (traced) {
      const artifact = this.artifactOf(traced.sha);
      const built = artifact && this.#completed(artifactImage(artifact));
      return this.#view(
        built ? labelOf(built) : short(traced.sha),
        built,
        traced,
      );
    }
    const named = configCommit && this.#namedIn(configCommit);
    if (named) {
      return named;
    }
    const at = item.desired.findIndex(each => each.chart);
    const label = item.revisions[at < 0 ? 0 : at];
    return label
      ? this.#view(shortened(label), undefined, undefined)
      : undefined;
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

  /** The image that a text of a person names, as far as it is one that exists. */
  #namedIn(commit: CommitItem): VersionView | undefined {
    for (const word of commit.subject.match(/[\w][\w.-]*[\w]/g) ?? []) {
      for (const repository of this.images) {
        for (const tag of [word, word.replace(/^v(?=\d)/, '')]) {
          const artifact = /\d/.test(tag)
            ? this.#byReference.get(`${repository} ${tag}`)
            : undefined;
          if (artifact?.tags.includes(tag)) {
            const evidence: Evidence = {
              certainty: 'inferred',
              reason: `the configuration commit's subject names ${tag}`,
            };
            return this.#view(
              tag,
              { repository, tag, digest: artifact.digest },
              artifact.sourceRevision
                ? { sha: artifact.sourceRevision, evidence }
                : undefined,
            );
          }
        }
      }
    }
    return undefined;
  }

  #completed(image: ImageVersion | undefined): ImageVersion | undefined {
    if (!image?.digest || image.tag) {
      return image;
    }
    const tags = this.#byReference.get(
      `${image.repository} ${image.digest}`,
    )?.tags;
    const tag = tags?.find(each => /\d+\.\d+/.test(each)) ?? tags?.[0];
    return tag ? { ...image, tag } : image;
  }

  #traceImage(image: ImageVersion, observed: boolean): Traced | undefined {
    const byDigest =
      image.digest &&
      this.#byReference.get(`${image.repository} ${image.digest}`);
    if (byDigest) {
      return traceOf(byDigest, {
        certainty: observed ? 'certain' : 'inferred',
        reason: `${observed ? 'running' : 'wanted'} digest, ${
          byDigest.sourceEvidence ?? 'what the artifact says'
        }`,
      });
    }
    return undefined;
  }

  #traceTag(image: ImageVersion): Traced | undefined {
    if (!image.tag) {
      return undefined;
    }
    const byTag = this.#byReference.get(`${image.repository} ${image.tag}`);
    const traced =
      byTag &&
      traceOf(byTag, {
        certainty: 'inferred',
        reason: `tag ${image.tag} as the registry has it now, ${
          byTag.sourceEvidence ?? 'what the artifact says'
        }`,
      });
    if (traced) {
      return traced;
    }
    const hex = /(?:^|[-_.])(?:sha-|g)?([0-9a-f]{7,40})$/.exec(image.tag)?.[1];
    const matching = hex
      ? this.record.commits.filter(({ item }) => item.sha.startsWith(hex))
      : [];
    return matching.length === 1
      ? {
          sha: matching[0].item.sha,
          evidence: {
            certainty: 'inferred',
            reason: `tag ${image.tag} names a commit`,
          },
        }
      : undefined;
  }

  #traceConfig(
    commit: CommitItem | undefined,
    target: Pick<TargetItem, 'desired'>,
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
    const folders = target.desired.flatMap(each =>
      each.path === undefined ? [] : [each.path.replace(/^(\.?\/)+|\/+$/g, '')],
    );
    // In a shared repository the newest commit is often another service's, and its trailer speaks of that.
    if (!touches(commit, folders)) {
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

function traceOf(
  artifact: ArtifactItem,
  evidence: Evidence,
): Traced | undefined {
  return artifact.sourceRevision
    ? { sha: artifact.sourceRevision, evidence }
    : undefined;
}

/** An artifact as an image with the tag that people would call it by. */
export function artifactImage(artifact: ArtifactItem): ImageVersion {
  const tag =
    artifact.tags.find(each => /\d+\.\d+/.test(each)) ?? artifact.tags[0];
  return {
    repository: artifact.repository,
    ...(tag ? { tag } : {}),
    digest: artifact.digest,
  };
}

function labelOf(image: ImageVersion): string {
  return image.tag ?? (image.digest ? short(image.digest) : 'unknown version');
}

function shortened(revision: string): string {
  return /^[0-9a-f]{40}$/i.test(revision) ? short(revision) : revision;
}
