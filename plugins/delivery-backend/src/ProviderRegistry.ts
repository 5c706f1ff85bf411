import { ConflictError, InputError } from '@backstage/errors';
import type {
  DeliveryProvider,
  DeliveryProvidersExtensionPoint,
  DeliverySource,
} from '@throughline/plugin-delivery-node';

/** Holds what the modules bring, and refuses what would be mistaken for something else. */
export class ProviderRegistry implements DeliveryProvidersExtensionPoint {
  readonly #providers = new Map<string, DeliveryProvider>();
  readonly #sources = new Map<string, DeliverySource>();

  addProvider(provider: DeliveryProvider): void {
    const { system, title } = provider;
    if (!/^[a-z0-9-]+$/.test(system)) {
      throw new InputError(
        `The delivery provider '${title}' calls its system '${system}': use lower case letters, digits and dashes`,
      );
    }
    const other = this.#providers.get(system);
    if (other) {
      throw new ConflictError(
        `Two delivery providers are of the system '${system}': '${other.title}' and '${title}'. Install one of their modules only.`,
      );
    }
    const added = new Map<string, DeliverySource>();
    for (const source of provider.sources) {
      const twin = this.#sources.get(source.id) ?? added.get(source.id);
      if (twin) {
        throw new ConflictError(
          `Two delivery sources have the id '${source.id}': '${twin.title}' and '${source.title}'. Give each a name of its own.`,
        );
      }
      if (!source.id.startsWith(`${system}:`)) {
        throw new InputError(
          `The delivery source '${source.id}' is not of its provider's system '${system}'`,
        );
      }
      added.set(source.id, source);
    }
    this.#providers.set(system, provider);
    added.forEach((source, id) => this.#sources.set(id, source));
  }

  get providers(): DeliveryProvider[] {
    return [...this.#providers.values()];
  }

  get sources(): DeliverySource[] {
    return [...this.#sources.values()];
  }
}
