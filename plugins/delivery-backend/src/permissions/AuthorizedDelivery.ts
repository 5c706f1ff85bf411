import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  AuthorizeResult,
  type BasicPermission,
} from '@backstage/plugin-permission-common';
import {
  deliveryDetailsReadPermission,
  deliverySourcesReadPermission,
} from '@throughline/plugin-delivery-common';
import type { DeliveryService, Reader } from '../read/DeliveryService';
import { isVisible, visibleSome } from '../read/Visible';
import type { Visibility } from './Visibility';

/**
 * Guards everything that can be read: an entity that the reader may not see is not there, and lists hold what the
 * reader may see. What `reader.visible` said before is of no account.
 */
export class AuthorizedDelivery implements DeliveryService {
  constructor(
    private readonly inner: DeliveryService,
    private readonly options: {
      visibility: Visibility;
      permissions: PermissionsService;
    },
  ) {}

  async page(
    ref: string,
    request: Parameters<DeliveryService['page']>[1],
    reader: Reader,
  ) {
    return this.inner.page(ref, request, await this.#readerOf(ref, reader));
  }

  async changes(
    ref: string,
    request: Parameters<DeliveryService['changes']>[1],
    reader: Reader,
  ) {
    return this.inner.changes(ref, request, await this.#readerOf(ref, reader));
  }

  async runs(
    ref: string,
    request: Parameters<DeliveryService['runs']>[1],
    reader: Reader,
  ) {
    return this.inner.runs(ref, request, await this.#readerOf(ref, reader));
  }

  async history(
    ref: string,
    request: Parameters<DeliveryService['history']>[1],
    reader: Reader,
  ) {
    return this.inner.history(ref, request, await this.#readerOf(ref, reader));
  }

  async trace(ref: string, deploymentId: string, reader: Reader) {
    return this.inner.trace(
      ref,
      deploymentId,
      await this.#readerOf(ref, reader),
    );
  }

  async metrics(
    ref: string,
    request: Parameters<DeliveryService['metrics']>[1],
    reader: Reader,
  ) {
    const authorised = await this.#readerOf(ref, reader);
    await this.#require(deliveryDetailsReadPermission, reader.credentials);
    return this.inner.metrics(ref, request, authorised);
  }

  async details(
    request: Parameters<DeliveryService['details']>[0],
    reader: Reader,
  ) {
    const authorised = await this.#readerOf(request.entityRef, reader);
    await this.#require(deliveryDetailsReadPermission, reader.credentials);
    return this.inner.details(request, authorised);
  }

  async fleet(query: Parameters<DeliveryService['fleet']>[0], reader: Reader) {
    return this.inner.fleet(query, await this.#reader(reader));
  }

  async sources(
    request: Parameters<DeliveryService['sources']>[0],
    reader: Reader,
  ) {
    await this.#require(deliverySourcesReadPermission, reader.credentials);
    return this.inner.sources(request, await this.#reader(reader));
  }

  async #reader({ credentials }: Reader): Promise<Reader> {
    return {
      credentials,
      visible: await this.options.visibility.of(credentials),
    };
  }

  async #readerOf(ref: string, reader: Reader): Promise<Reader> {
    const authorised = await this.#reader(reader);
    if (isVisible(authorised.visible, ref)) {
      return authorised;
    }
    const { visible, credentials } = authorised;
    if (
      visible.type === 'some' &&
      (await this.options.visibility.canReadNow(ref, credentials))
    ) {
      return { credentials, visible: visibleSome([...visible.refs, ref]) };
    }
    throw new NotFoundError(`There is no entity '${ref}' here`);
  }

  async #require(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ): Promise<void> {
    const [decision] = await this.options.permissions.authorize(
      [{ permission }],
      { credentials },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `This needs the permission '${permission.name}'`,
      );
    }
  }
}
