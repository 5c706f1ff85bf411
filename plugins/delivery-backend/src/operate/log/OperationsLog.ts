import type {
  AuditorService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
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
import type { OperationRecord, OperationStore } from '../records';
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
      auditor: AuditorService;
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

  /**
   * All of it as CSV, or nothing: a part would be taken for the whole.
   *
   * @throws NotAllowedError
   * @throws InputError where there is more than can be exported at once
   */
  async export(
    query: OperationsQuery,
    credentials: BackstageCredentials,
  ): Promise<string> {
    const judge = await this.options.access.of(credentials);
    const event = await this.options.auditor.createEvent({
      eventId: 'operations-export',
      severityLevel: 'low',
      meta: { actor: judge.asker.ref, query: { ...query } },
    });
    try {
      const found = await this.#all(query, credentials);
      await event.success({ meta: { operations: found.length } });
      return exportCsv(found.map(record => viewOf(record, judge)));
    } catch (error) {
      await event.fail({ error: error as Error });
      throw error;
    }
  }

  async #all(
    query: OperationsQuery,
    credentials: BackstageCredentials,
  ): Promise<OperationRecord[]> {
    await this.options.rights.require(
      deliveryOperationsReadPermission,
      credentials,
    );
    await this.options.rights.require(
      deliveryOperationsExportPermission,
      credentials,
    );
    const found = await this.options.store.search(
      { ...query, limit: MAX_EXPORT + 1 },
      await this.options.visibility.of(credentials),
    );
    if (found.length > MAX_EXPORT) {
      throw new InputError(
        `These are more than ${MAX_EXPORT} operations. Export them in parts, month by month.`,
      );
    }
    return found;
  }
}
