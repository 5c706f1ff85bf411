import { LargeWorldSpec } from '../world/Scenario';
import {
  syntheticIndex,
  syntheticName,
  syntheticService,
} from '../world/large';
import { Lru } from '../git/Lru';
import { Blob, Layer } from './image';
import { Images, ImageStore } from './ImageStore';

/** Images of the large world in front of those that were published; built when somebody asks for them. */
export class SyntheticImages implements Images {
  readonly #stores = new Lru<ImageStore>(500);

  constructor(
    private readonly published: Images,
    private readonly spec: LargeWorldSpec,
    private readonly forgeUrl: string,
    private readonly now: Date,
  ) {}

  names(): string[] {
    const synthetic = Array.from(
      { length: this.spec.services },
      (_, index) => `acme/${syntheticName(index + 1)}`,
    );
    return [...this.published.names(), ...synthetic].sort();
  }

  tags(name: string): string[] | undefined {
    return this.#of(name).tags(name);
  }

  manifest(name: string, reference: string): Blob | undefined {
    return this.#of(name).manifest(name, reference);
  }

  blob(name: string, digest: string): Blob | Layer | undefined {
    return this.#of(name).blob(name, digest);
  }

  #of(name: string): Images {
    const index = syntheticIndex(name, this.spec);
    return index
      ? this.#stores.get(name, () => this.#build(index))
      : this.published;
  }

  #build(index: number): ImageStore {
    const store = new ImageStore();
    const service = syntheticService(index, this.spec, this.now);
    for (const version of service.versions) {
      store.put({
        name: service.image,
        tag: version.version,
        revision: version.sha,
        sourceUrl: `${this.forgeUrl}/${service.repository}`,
        // Not from `now`: the digest must not change with the day.
        createdAt: '2026-09-01T08:00:00Z',
        architectures: ['amd64'],
      });
    }
    return store;
  }
}
