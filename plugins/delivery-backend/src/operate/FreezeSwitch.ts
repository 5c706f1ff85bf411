import type {
  AuditorService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { ConflictError, InputError, NotAllowedError } from '@backstage/errors';
import { deliveryFreezePermission } from '@throughline/plugin-delivery-common';
import type { AccessJudge } from './access/AccessJudge';
import type { PlainRights } from './access/PlainRights';
import type { OperationStore } from './records';
import { personName } from './personName';

/** The one switch that stops all changes of the fleet. */
export class FreezeSwitch {
  constructor(
    private readonly options: {
      store: OperationStore;
      access: AccessJudge;
      rights: PlainRights;
      auditor: AuditorService;
    },
  ) {}

  async may(credentials: BackstageCredentials): Promise<boolean> {
    return (await this.#objection(credentials)) === undefined;
  }

  /**
   * @throws NotAllowedError
   * @throws ConflictError where it is frozen already
   */
  async set(
    freeze: { on: true; reason: string } | { on: false },
    credentials: BackstageCredentials,
  ): Promise<void> {
    const { asker } = await this.options.access.of(credentials);
    const event = await this.options.auditor.createEvent({
      eventId: 'fleet-freeze',
      severityLevel: 'high',
      meta: { on: freeze.on, actor: asker.ref },
    });
    try {
      const objection = await this.#objection(credentials);
      if (objection) {
        throw new NotAllowedError(objection);
      }
      await this.#write(freeze, asker.ref);
      await event.success();
    } catch (error) {
      await event.fail({ error: error as Error });
      throw error;
    }
  }

  async #write(
    freeze: { on: true; reason: string } | { on: false },
    by: string,
  ): Promise<void> {
    const { store } = this.options;
    if (!freeze.on) {
      await store.setFreeze(undefined);
      return;
    }
    const reason = freeze.reason.trim();
    if (!reason) {
      throw new InputError('Say why nothing is to change: people will ask.');
    }
    const since = new Date().toISOString();
    if (!(await store.setFreeze({ by, since, reason }))) {
      const now = await store.freeze();
      throw new ConflictError(
        `The fleet is frozen already${
          now
            ? `, by ${personName(now.by)} since ${now.since}: ${now.reason}`
            : ''
        }.`,
      );
    }
  }

  async #objection(
    credentials: BackstageCredentials,
  ): Promise<string | undefined> {
    const { access, rights } = this.options;
    if (!(await rights.has(deliveryFreezePermission, credentials))) {
      return `This needs the permission '${deliveryFreezePermission.name}'`;
    }
    return (await access.of(credentials)).freezeObjection;
  }
}
