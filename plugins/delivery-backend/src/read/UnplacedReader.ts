import type {
  SourcesPage,
  UnplacedTarget,
} from '@throughline/plugin-delivery-common';
import type { Knex } from 'knex';
import { z } from 'zod';
import type { ObservationReader } from '../store';
import type { TargetLink } from '../link/Placement';
import { decodeCursor, encodeCursor } from './cursor';
import type { ListRequest } from './DeliveryService';
import type { LinkRow, PlacementRow } from './rows';
import { isVisible, whereVisible, type Visible } from './Visible';
import { defined } from './summaries';

const CURSOR = z.object({ after: z.string() });

/** Lists the targets that no rule places, or that are contested or claimed without backing. */
export class UnplacedReader {
  constructor(
    private readonly knex: Knex,
    private readonly reader: ObservationReader,
  ) {}

  async read(
    { cursor, limit = 50 }: ListRequest,
    visible: Visible,
  ): Promise<SourcesPage['unplaced']> {
    const query = this.#visible(visible)
      .orderBy('target_id')
      .limit(limit + 1)
      .select('target_id', 'reason', 'data');
    if (cursor) {
      query.where('target_id', '>', decodeCursor(cursor, CURSOR).after);
    }
    const rows: PlacementRow[] = await query;
    const [{ total }]: { total: number | string }[] = await this.#visible(
      visible,
    ).count({ total: '*' });
    const shown = rows.slice(0, limit);
    return {
      items: await this.#complete(shown, visible),
      total: Number(total),
      ...(rows.length > limit
        ? {
            nextCursor: encodeCursor({
              after: shown[shown.length - 1].target_id,
            }),
          }
        : {}),
    };
  }

  /** Those that nobody claims, and those that an entity claims which the reader may see. */
  #visible(visible: Visible): Knex.QueryBuilder {
    const query = this.knex('placements').whereNotNull('reason');
    if (visible.type !== 'all') {
      const claims = this.knex('links')
        .select('target_id')
        .whereRaw('links.target_id = placements.target_id');
      query.where(either =>
        either
          .whereNotExists(claims.clone())
          .orWhereExists(
            whereVisible(claims.clone(), 'links.entity_ref', visible),
          ),
      );
    }
    return query;
  }

  async #complete(
    rows: readonly PlacementRow[],
    visible: Visible,
  ): Promise<UnplacedTarget[]> {
    const ids = rows.map(row => row.target_id);
    const targets = new Map(
      (await this.reader.targetsByIds(ids)).map(each => [each.id, each]),
    );
    const links = await this.knex<LinkRow>('links')
      .whereIn('target_id', ids)
      .orderBy('entity_ref')
      .select('target_id', 'entity_ref', 'data');
    return rows.flatMap(row => {
      const target = targets.get(row.target_id);
      if (!target) {
        return [];
      }
      const { item, sourceId } = target;
      const { reason, tried } = JSON.parse(row.data) as Pick<
        UnplacedTarget,
        'reason' | 'tried'
      >;
      const seen = links.filter(
        link =>
          link.target_id === row.target_id &&
          isVisible(visible, link.entity_ref),
      );
      return [
        {
          id: row.target_id,
          sourceId,
          resource: item.resource,
          name: item.name,
          ...defined({
            namespace: item.destinationNamespace ?? item.namespace,
            cluster: item.cluster?.name ?? item.cluster?.server,
          }),
          reason,
          tried: namesClaimants(reason) ? reasonsOf(seen) : tried,
          claimedBy: seen.map(link => link.entity_ref),
        },
      ];
    });
  }
}

/** Whether what was tried is told of each claimant, by name. */
function namesClaimants(reason: UnplacedTarget['reason']): boolean {
  return reason === 'contested' || reason === 'unbackedClaim';
}

function reasonsOf(links: readonly Pick<LinkRow, 'data'>[]): string[] {
  const reasons = links.map(
    link => (JSON.parse(link.data) as TargetLink).evidence.trustReason,
  );
  return [...new Set(reasons)];
}
