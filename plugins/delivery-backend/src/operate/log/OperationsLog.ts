import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  deliveryOperationsExportPermission,
  deliveryOperationsReadPermission,
  type OperationsPage,
  type OperationsQuery,
} from '@throughline/plugin-delivery-common';
import type { Visibility } from '../../permissions/Visibility';
import { encodeCursor } from '../../read/cursor';
import type { AccessJudge } from '../access/AccessJudge';
import type { PlainRights } from '../access/PlainRights';
import type { FreezeSwitch } from '../FreezeSwitch';
import type { OperationStore } from '../records';
import { viewOf } from '../viewOf';
import { exportCsv } from './exportCsv';

const PAGE = 50;
const MAX_EXPORT = 10_000;

/** What was asked for, of the entities that the reader may see. */
export class OperationsLog {
  constructor(
    private readonly options: {
      store: OperationStore;
      access: AccessJudge;
      visibility: Visibility;
      rights: PlainRights;
      freezeSwitch: FreezeSwitch;
    },
  ) {}

  async search(
    query: OperationsQuery,
    credentials: BackstageCredentials,
  ): Promise<OperationsPage> {
    await this.options.rights.require(
      deliveryOperationsReadPermission,
      credentials,
    );
    const limit = query.limit ?? PAGE;
    const visible = await this.options.visibility.of(credentials);
    const found = await this.options.store.search(
      { ...query, limit: limit + 1 },
      visible,
    );
    const judge = await this.options.access.of(credentials);
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    const freeze = await this.options.store.freeze();
    return {
      items: shown.map(record => viewOf(record, judge)),
      ...(found.length > limit && last
        ? { nextCursor: encodeCursor({ at: last.requestedAt, id: last.id }) }
        : {}),
      ...(freeze ? { freeze } : {}),
      mayFreeze: await this.options.freezeSwitch.may(credentials),
      mayExport: await this.options.rights.has(
        deliveryOperationsExportPermission,
        credentials,
      ),
    };
  }

  async export(
    query: OperationsQuery,
    credentials: BackstageCredentials,
  ): Promise<string> {
    await this.options.rights.require(
      deliveryOperationsReadPermission,
      credentials,
    );
    await this.options.rights.require(
      deliveryOperationsExportPermission,
      credentials,
    );
    const judge = await this.options.access.of(credentials);
    const found = await this.options.store.search(
      { ...query, limit: MAX_EXPORT },
      await this.options.visibility.of(credentials),
    );
    return exportCsv(found.map(record => viewOf(record, judge)));
  }
}
