import type { Repositories } from '../../../git/Repositories';
import type { ClusterStore } from '../../../kubernetes/ClusterStore';
import { at } from '../../../kubernetes/json';
import type { KubeObject } from '../../../kubernetes/types';
import {
  GIT_REPOSITORIES,
  IMAGE_POLICIES,
  IMAGE_REPOSITORIES,
} from '../definitions';
import { chooseImage } from './chooseImage';
import { chosenBy } from './ImageRef';
import { scanImages } from './scanImages';
import { updateImages } from './updateImages';

/** Tags of an image, named with its registry; undefined where there is no such image. */
export type ReadTags = (image: string) => readonly string[] | undefined;

/** What Flux's image controllers do to their objects, each as it is after one look. */
export class ImageWork {
  constructor(
    private readonly store: ClusterStore,
    private readonly repositories: Repositories,
    private readonly tags: ReadTags,
  ) {}

  /** An ImageRepository after a look at the registry. */
  scan(object: KubeObject): KubeObject {
    const tags = this.tags(String(object.spec?.image));
    return scanImages(object, tags, new Date());
  }

  /** An ImagePolicy after it chose among what was scanned. */
  choose(object: KubeObject): KubeObject {
    const scanned = this.store.get(
      IMAGE_REPOSITORIES,
      object.metadata.namespace,
      String(at(object.spec, ['imageRepositoryRef', 'name'])),
    );
    const image = String(scanned?.spec?.image);
    return chooseImage(object, image, this.tags(image) ?? [], new Date());
  }

  /** An ImageUpdateAutomation after it wrote what its namespace's policies chose. */
  async write(object: KubeObject): Promise<KubeObject> {
    const { namespace } = object.metadata;
    const source = this.store.get(
      GIT_REPOSITORIES,
      namespace,
      String(at(object.spec, ['sourceRef', 'name'])),
    );
    if (!source) {
      throw new Error(`${object.metadata.name} names no GitRepository`);
    }
    const policies = new Map(
      this.store.list(IMAGE_POLICIES, namespace).flatMap(policy => {
        const ref = chosenBy(policy);
        return ref ? [[`${namespace}:${policy.metadata.name}`, ref]] : [];
      }),
    );
    return updateImages(this.repositories, object, source, policies);
  }
}
