import type { ClusterStore } from '../../../kubernetes/ClusterStore';
import {
  IMAGE_POLICIES,
  IMAGE_REPOSITORIES,
  IMAGE_UPDATE_AUTOMATIONS,
} from '../definitions';
import { imageAutomation } from '../fluxObjects';
import { chooseImage } from './chooseImage';
import type { ReadTags } from './ImageWork';
import { scanImages } from './scanImages';

/** Creates the automation of an image. It was suspended before it ever ran; what it would go by is scanned all the same. */
export function seedAutomation(
  store: ClusterStore,
  stage: { name: string; image: string; path: string },
  past: { tags: ReadTags; at: Date },
): void {
  const tags = past.tags(stage.image);
  const { repository, policy, automation } = imageAutomation(stage);
  store.update(
    IMAGE_REPOSITORIES,
    scanImages(
      store.create(IMAGE_REPOSITORIES, repository, past.at),
      tags,
      past.at,
    ),
  );
  store.update(
    IMAGE_POLICIES,
    chooseImage(
      store.create(IMAGE_POLICIES, policy, past.at),
      stage.image,
      tags ?? [],
      past.at,
    ),
  );
  store.create(IMAGE_UPDATE_AUTOMATIONS, automation, past.at);
}
