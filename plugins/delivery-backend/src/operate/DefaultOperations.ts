import { randomUUID } from 'node:crypto';
import type {
  AuditorService,
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import {
  AuthorizeResult,
  type BasicPermission,
} from '@backstage/plugin-permission-common';
import {
  deliveryFreezePermission,
  deliveryOperationsExportPermission,
  deliveryOperationsReadPermission,
  type EntityOperations,
  type OperationInput,
  type OperationPlan,
  type OperationsPage,
  type OperationsQuery,
  type OperationView,
} from '@throughline/plugin-delivery-common';
import type { Visibility } from '../permissions/Visibility';
import { encodeCursor } from '../read/cursor';
import { isVisible } from '../read/Visible';
import type { AccessJudge, Judge } from './access/AccessJudge';
import { worstGate } from './gates';
import { exportCsv } from './log/exportCsv';
import type { OffersReader } from './OffersReader';
import type { Operations } from './Operations';
import { requireParameters } from './plan/checkParameters';
import type { OperationDraft, Planner } from './plan/OperationDraft';
import type { OperationRecord, OperationStore } from './records';
import type { SubjectFinder } from './subjects/SubjectFinder';
import { viewOf } from './viewOf';

const PAGE = 50;
const MAX_EXPORT = 10_000;
/** A preview may ask an upstream for its form. */
const PLAN_MS = 10_000;

export interface DefaultOperationsOptions {
  store: OperationStore;
  finder: SubjectFinder;
  planners: readonly Planner[];
  offers: OffersReader;
  access: AccessJudge;
  visibility: Visibility;
  permissions: PermissionsService;
  auditor: AuditorService;
  /** Told of each operation that is new or was changed here. */
  onChange: (record: OperationRecord) => void;
}

/** Takes what people ask for: judges it, records it whatever comes of it, and leaves it to the worker. */
export class DefaultOperations implements Operations {
  constructor(private readonly options: DefaultOperationsOptions) {}

  async offers(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<EntityOperations> {
    await this.#requireVisible(entityRef, credentials);
    const judge = await this.options.access.of(credentials);
    return this.options.offers.read(entityRef, judge);
  }

  async plan(
    input: OperationInput,
    credentials: BackstageCredentials,
  ): Promise<OperationPlan> {
    await this.#requireVisible(input.entityRef, credentials);
    const judge = await this.options.access.of(credentials);
    return (await this.#draft(input, judge)).plan;
  }

  async request(
    input: OperationInput,
    credentials: BackstageCredentials,
  ): Promise<OperationView> {
    await this.#requireVisible(input.entityRef, credentials);
    const judge = await this.options.access.of(credentials);
    const event = await this.options.auditor.createEvent({
      eventId: 'operation-request',
      severityLevel: 'medium',
      meta: {
        type: input.type,
        entityRef: input.entityRef,
        actor: judge.asker.ref,
        targetIds: input.targetIds,
        environment: input.environment,
        breakGlass: input.breakGlass === true,
      },
    });
    try {
      const draft = await this.#draft(input, judge);
      const record = await this.#record(input, draft, judge);
      const { state, progress } = record;
      if (state === 'refused') {
        await event.fail({
          error: new NotAllowedError(progress.message ?? 'refused'),
          meta: { operationId: record.id },
        });
      } else {
        await event.success({ meta: { operationId: record.id, state } });
      }
      return viewOf(record, judge);
    } catch (error) {
      await event.fail({ error: error as Error });
      throw error;
    }
  }

  async get(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<OperationView> {
    const record = await this.#visible(id, credentials);
    return viewOf(record, await this.options.access.of(credentials));
  }

  async decide(
    id: string,
    {
      decision,
      comment,
    }: { decision: 'approved' | 'rejected'; comment?: string },
    credentials: BackstageCredentials,
  ): Promise<OperationView> {
    const record = await this.#visible(id, credentials);
    const judge = await this.options.access.of(credentials);
    const { ref } = judge.asker;
    const event = await this.options.auditor.createEvent({
      eventId: 'operation-decide',
      severityLevel: 'medium',
      meta: { operationId: id, decision, actor: ref },
    });
    try {
      if (ref === record.actor) {
        throw new NotAllowedError(
          'The one who asked for it cannot approve it. Ask somebody else.',
        );
      }
      for (const resource of record.order.resources) {
        const objection = judge.objection('approve', resource);
        if (objection) {
          throw new NotAllowedError(`You cannot decide on this: ${objection}`);
        }
      }
      if (record.state !== 'waiting') {
        throw new ConflictError(
          `It does not wait any more: it is ${record.state}.`,
        );
      }
      const at = new Date().toISOString();
      const counted = await this.options.store.decide(id, {
        by: ref,
        at,
        decision,
        ...(comment ? { comment } : {}),
      });
      if (!counted) {
        throw new ConflictError('You have decided on this already.');
      }
      await event.success();
    } catch (error) {
      await event.fail({ error: error as Error });
      throw error;
    }
    const decided = (await this.options.store.get(id)) ?? record;
    this.options.onChange(decided);
    return viewOf(decided, judge);
  }

  async cancel(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<OperationView> {
    const record = await this.#visible(id, credentials);
    const judge = await this.options.access.of(credentials);
    if (judge.asker.ref !== record.actor) {
      throw new NotAllowedError(
        'Only the one who asked for it can give it up.',
      );
    }
    const isOpen = record.state === 'waiting' || record.state === 'queued';
    const saved = isOpen
      ? await this.options.store.save(record, {
          state: 'cancelled',
          progress: {
            ...record.progress,
            message: `given up by ${record.actor} before it began`,
          },
        })
      : undefined;
    if (!saved) {
      throw new ConflictError(
        'It has begun or ended already, and cannot be given up any more.',
      );
    }
    this.options.onChange(saved);
    return viewOf(saved, judge);
  }

  async search(
    query: OperationsQuery,
    credentials: BackstageCredentials,
  ): Promise<OperationsPage> {
    await this.#require(deliveryOperationsReadPermission, credentials);
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
      mayFreeze: await this.#may(deliveryFreezePermission, credentials),
      mayExport: await this.#may(
        deliveryOperationsExportPermission,
        credentials,
      ),
    };
  }

  async export(
    query: OperationsQuery,
    credentials: BackstageCredentials,
  ): Promise<string> {
    await this.#require(deliveryOperationsReadPermission, credentials);
    await this.#require(deliveryOperationsExportPermission, credentials);
    const judge = await this.options.access.of(credentials);
    const found = await this.options.store.search(
      { ...query, limit: MAX_EXPORT },
      await this.options.visibility.of(credentials),
    );
    return exportCsv(found.map(record => viewOf(record, judge)));
  }

  async setFreeze(
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
      await this.#require(deliveryFreezePermission, credentials);
      if (freeze.on && !freeze.reason.trim()) {
        throw new InputError('Say why nothing is to change: people will ask.');
      }
      await this.options.store.setFreeze(
        freeze.on
          ? {
              by: asker.ref,
              since: new Date().toISOString(),
              reason: freeze.reason.trim(),
            }
          : undefined,
      );
      await event.success();
    } catch (error) {
      await event.fail({ error: error as Error });
      throw error;
    }
  }

  async #draft(input: OperationInput, judge: Judge): Promise<OperationDraft> {
    const planner = this.options.planners.find(each => each.handles(input));
    if (!planner) {
      throw new InputError(`'${input.type}' cannot be asked for`);
    }
    const record = await this.options.finder.record(input.entityRef);
    return planner.draft(input, record, judge, AbortSignal.timeout(PLAN_MS));
  }

  async #record(
    input: OperationInput,
    { plan, order }: OperationDraft,
    judge: Judge,
  ): Promise<OperationRecord> {
    const refusal = plan.refusedBecause ?? this.#refusalByGates(input, plan);
    if (refusal === undefined) {
      requireParameters(input.parameters ?? {}, plan.parameters);
    }
    const breakGlass = input.breakGlass === true && refusal === undefined;
    const isWaiting = !breakGlass && worstGate(plan.gates) === 'wait';
    const began = isWaiting ? 'waiting' : 'queued';
    const { record, isNew } = await this.options.store.add({
      id: randomUUID(),
      actor: judge.asker.ref,
      idempotencyKey: input.idempotencyKey,
      type: input.type,
      state: refusal === undefined ? began : 'refused',
      entityRef: input.entityRef,
      ...(plan.environment ? { environment: plan.environment } : {}),
      requestedAt: new Date().toISOString(),
      subjects: plan.targets.map(({ id }) => id),
      order: {
        input: withoutSecrets(input, plan),
        approvalsNeeded: breakGlass ? 0 : plan.approvalsNeeded,
        breakGlass,
        ...order,
      },
      progress: {
        gates: plan.gates,
        steps: [],
        targets: plan.targets,
        links: [],
        ...(refusal === undefined ? {} : { message: refusal }),
      },
    });
    if (isNew) {
      this.options.onChange(record);
    }
    return record;
  }

  /** Gates that fail refuse what is asked for, but for who may break the glass and says why. */
  #refusalByGates(
    input: OperationInput,
    plan: OperationPlan,
  ): string | undefined {
    if (input.breakGlass) {
      if (!plan.mayBreakGlass) {
        return 'overriding gates takes the permission delivery.operation.break-glass';
      }
      return input.reason?.trim()
        ? undefined
        : 'overriding gates takes a reason';
    }
    return plan.gates.find(({ state }) => state === 'fail')?.reason;
  }

  async #visible(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<OperationRecord> {
    const record = await this.options.store.get(id);
    const visible = await this.options.visibility.of(credentials);
    if (!record || !isVisible(visible, record.entityRef)) {
      throw new NotFoundError(`There is no operation '${id}' here`);
    }
    return record;
  }

  async #requireVisible(
    ref: string,
    credentials: BackstageCredentials,
  ): Promise<void> {
    if (!isVisible(await this.options.visibility.of(credentials), ref)) {
      throw new NotFoundError(`There is no entity '${ref}' here`);
    }
  }

  async #may(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    const [decision] = await this.options.permissions.authorize(
      [{ permission }],
      { credentials },
    );
    return decision.result === AuthorizeResult.ALLOW;
  }

  async #require(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ): Promise<void> {
    if (!(await this.#may(permission, credentials))) {
      throw new NotAllowedError(
        `This needs the permission '${permission.name}'`,
      );
    }
  }
}

/** What a form's secret fields were filled in with goes to the upstream and is not kept beyond the operation. */
function withoutSecrets(
  input: OperationInput,
  { parameters }: OperationPlan,
): OperationInput {
  const secret = parameters.filter(({ type }) => type === 'secret');
  if (secret.some(({ name }) => input.parameters?.[name])) {
    throw new InputError(
      `'${secret[0].name}' is a secret, and secrets are not taken here: keep it at the pipeline.`,
    );
  }
  return input;
}
