import type { ImageVersion } from '@throughline/plugin-delivery-common';
import type { TargetItem } from '@throughline/plugin-delivery-node';
import { isFull, type EntityRecord, type LinkedTarget } from './EntityRecord';

/**
 * Of the images that a target runs, the one that is the entity's own: what it is published as, else what says that
 * it was built from its repository, else what is named like it. What runs is preferred over what is wanted.
 */
export function mainImageOf(
  record: EntityRecord,
  target: LinkedTarget,
): ImageVersion | undefined {
  const running = target.workloads.flatMap(({ item }) => item.images);
  const candidates = [...running, ...target.stored.item.images];
  const repository = mainRepository(record, candidates);
  if (!repository) {
    return undefined;
  }
  const own = candidates.filter(each => each.repository === repository);
  const wanted = target.stored.item.images.find(
    each => each.repository === repository,
  );
  const best =
    own.find(each => each.digest && each.tag === wanted?.tag) ??
    own.find(each => each.digest) ??
    own[0];
  // A running container may be known by its digest alone; its tag is then the one that was asked for, if that is
  // the only one.
  const tags = new Set(own.map(each => each.tag).filter(Boolean));
  const [tag] = tags.size === 1 ? tags : [];
  return best.tag || !tag ? best : { ...best, tag };
}

/**
 * The entity's own images that a target runs at present; several while a new version takes the place of an old one.
 */
export function runningImagesOf(
  target: LinkedTarget,
  repository: string,
): ImageVersion[] {
  const own = (items: readonly TargetItem[]) =>
    items
      .filter(({ imagesAre }) => imagesAre === 'running')
      .flatMap(({ images }) => images)
      .filter(each => each.repository === repository);
  const seen = own(target.workloads.map(({ item }) => item));
  const running = seen.length > 0 ? seen : own([target.stored.item]);
  const distinct = new Map(
    running.map(image => [image.digest ?? image.tag, image]),
  );
  return [...distinct.values()];
}

/** The repositories of the images that are the entity's own. */
export function mainImagesOf(record: EntityRecord): Set<string> {
  const images = new Set(record.claims.images);
  for (const target of record.targets.filter(isFull)) {
    const image = mainImageOf(record, target);
    if (image) {
      images.add(image.repository);
    }
  }
  return images;
}

function mainRepository(
  record: EntityRecord,
  candidates: readonly ImageVersion[],
): string | undefined {
  const source = record.claims.source?.repository;
  const score = (repository: string): number => {
    const builtFromSource = record.artifacts.some(
      ({ item }) =>
        item.repository === repository &&
        source !== undefined &&
        item.sourceRepository === source,
    );
    return (
      (record.claims.images.includes(repository) ? 4 : 0) +
      (builtFromSource ? 2 : 0) +
      (repository.split('/').at(-1) === record.entity.name ? 1 : 0)
    );
  };
  let best: { repository: string; score: number } | undefined;
  for (const repository of new Set(candidates.map(each => each.repository))) {
    const points = score(repository);
    if (!best || points > best.score) {
      best = { repository, score: points };
    }
  }
  return best?.repository;
}
