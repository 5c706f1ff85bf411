import { Lru } from '@throughline/plugin-delivery-node';
import type { Found } from './describeAttestations';
import {
  findAttestations,
  type AttestationCalls,
  type AttestedArtifact,
} from './findAttestations';

/** A signature follows its image within minutes: so long it is asked for in every pass. */
const YOUNG_MS = 15 * 60_000;
/** A registry may learn the referrers API by an update. */
const UNSUPPORTED_MS = 3_600_000;

/** Keeps what was found beside artifacts. An artifact never changes, but what speaks for it may come later. */
export class AttestationKeeper {
  readonly #kept = new Lru<{ found: Found; youngUntil: number }>(20_000);
  readonly #young = new Lru<number>(20_000);
  #unsupportedUntil = 0;

  constructor(private readonly now: () => number = Date.now) {}

  /** Whether an artifact of the repository came so lately that its signature may be under way. */
  hasYoung(repository: string): boolean {
    return (this.#young.get(repository) ?? 0) > this.now();
  }

  /**
   * @param repository - with the registry's host
   * @param options - `again`: also where it is known; `isNew`: the artifact came while we looked
   * @throws SourceFailure where the registry limits the rate of requests
   */
  async find(
    repository: string,
    artifact: AttestedArtifact,
    client: AttestationCalls['client'],
    options: { again: boolean; isNew: boolean },
  ): Promise<Found> {
    const key = `${repository}@${artifact.digest}`;
    const known = this.#kept.get(key);
    if (known && known.youngUntil <= this.now() && !options.again) {
      return known.found;
    }
    const found = await findAttestations(artifact, {
      client,
      isUnsupported: () => this.#unsupportedUntil > this.now(),
      markUnsupported: () => {
        this.#unsupportedUntil = this.now() + UNSUPPORTED_MS;
      },
    });
    const youngUntil =
      known?.youngUntil ?? (options.isNew ? this.now() + YOUNG_MS : 0);
    this.#kept.set(key, { found, youngUntil });
    if (options.isNew) {
      this.#young.set(repository, this.now() + YOUNG_MS);
    }
    return found;
  }
}
