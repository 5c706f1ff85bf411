import type {
  ImageVersion,
  TargetView,
} from '@throughline/plugin-delivery-common';
import type { LinkedTarget } from '../../read/EntityRecord';

/** The images of a target: which there are, and what of them is known to run. */
export interface Running {
  /** Registry host and path of each. */
  images: string[];
  /** Those of the images that are known to run; what is only asked for is none of them. */
  running: ImageVersion[];
}

/**
 * What a target and the workloads under it run. Where its page names the version of one image, the others are those of
 * helpers beside it, and nobody promotes them.
 */
export function runningOf(
  { stored: { item }, workloads }: LinkedTarget,
  view: TargetView | undefined,
): Running {
  const all = [item, ...workloads.map(each => each.item)];
  const own = view?.version?.image?.repository;
  const isOwn = ({ repository }: ImageVersion) =>
    own === undefined || repository === own;
  const images = all.flatMap(each => each.images).filter(isOwn);
  return {
    images: [...new Set(images.map(({ repository }) => repository))].sort(),
    running: all
      .filter(({ imagesAre }) => imagesAre === 'running')
      .flatMap(each => each.images)
      .filter(isOwn),
  };
}

/** Tags and digests of what runs. */
export function versionsOf({ running }: Running): string[] {
  return running.flatMap(({ tag, digest }) =>
    [tag, digest].filter(each => each !== undefined),
  );
}
