import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type { TargetDetails } from '@throughline/plugin-delivery-common';
import {
  SourceFailure,
  type DeliverySource,
} from '@throughline/plugin-delivery-node';
import type { Knex } from 'knex';
import type { ObservationReader } from '../store';
import type { DetailsRequest } from './DeliveryService';
import type { LinkRow } from './rows';
import { withDeadline } from './withDeadline';

/** How long a look-up may take; who has opened something waits for it. */
const DEADLINE_MS = 10_000;

/** Looks up live details, for a target that is the entity's beyond doubt. */
export class TargetDetailsReader {
  readonly #sources: ReadonlyMap<string, DeliverySource>;

  constructor(
    private readonly options: {
      knex: Knex;
      reader: ObservationReader;
      sources: readonly DeliverySource[];
      logger: LoggerService;
      deadlineMs?: number;
    },
  ) {
    this.#sources = new Map(options.sources.map(each => [each.id, each]));
  }

  async read(request: DetailsRequest): Promise<TargetDetails> {
    const link = await this.options
      .knex<LinkRow>('links')
      .where({ entity_ref: request.entityRef, target_id: request.targetId })
      .first('trust');
    const [target] = link
      ? await this.options.reader.targetsByIds([request.targetId])
      : [];
    if (!target) {
      throw new NotFoundError(
        `The entity '${request.entityRef}' has no target '${request.targetId}'`,
      );
    }
    if (link?.trust !== 'backed') {
      throw new NotAllowedError(
        'Nothing upstream confirms that this target is the entity’s, so that its details are not shown. See delivery.linking.trust.',
      );
    }
    const source = this.#sources.get(target.sourceId);
    const look = source?.details?.[request.kind];
    if (!source || !look) {
      throw new NotFoundError(
        `The source '${target.sourceId}' has no ${request.kind} of its targets`,
      );
    }
    return this.#withDeadline(source, signal =>
      look(target.item, {
        signal,
        logger: this.options.logger,
        query: request.query,
      }),
    );
  }

  async #withDeadline<T>(
    source: DeliverySource,
    look: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const deadlineMs = this.options.deadlineMs ?? DEADLINE_MS;
    try {
      return await withDeadline(
        deadlineMs,
        look,
        () =>
          new ServiceUnavailableError(
            `${source.title} did not answer within ${deadlineMs / 1000} s`,
          ),
      );
    } catch (error) {
      if (error instanceof SourceFailure) {
        throw new ServiceUnavailableError(`${source.title}: ${error.message}`);
      }
      throw error;
    }
  }
}
