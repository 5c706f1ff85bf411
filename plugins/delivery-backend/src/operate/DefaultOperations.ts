import { randomUUID } from 'node:crypto';
import type {
  AuditorService,
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  InputError,
  isError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type {
  EntityOperations,
  OperationInput,
  OperationPlan,
  OperationsPage,
  OperationsQuery,
  OperationView,
} from '@throughline/plugin-delivery-common';
import type { Visibility } from '../permissions/Visibility';
import { isVisible } from '../read/Visible';
import type { AccessJudge, Judge } from './access/AccessJudge';
import { PlainRights } from './access/PlainRights';
import { Decisions } from './Decisions';
import { inTime } from './execute/inTime';
import { FreezeSwitch } from './FreezeSwitch';
import { worstGate } from './gates';
import { keepParameters } from './keepParameters';
import { OperationsLog } from './log/OperationsLog';
import { noDraft } from './noDraft';
import type { OffersReader } from './OffersReader';
import type { Operations } from './Operations';
import { othersWarnings } from './othersWarnings';
import { requireParameters } from './plan/checkParameters';
import type { OperationDraft, Planner } from './plan/OperationDraft';
import type { OperationRecord, OperationStore } from './records';
import { refusalByGates } from './refusalByGates';
import { refuseSecrets } from './refuseSecrets';
import { requireSameRequest } from './requireSameRequest';
import type { SubjectFinder } from './subjects/SubjectFinder';
import { viewOf } from './viewOf';

export interface DefaultOperationsOptions {
  store: OperationStore;
  finder: SubjectFinder;
  planners: readonly Planner[];
  offers: OffersReader;
  access: AccessJudge;
  visibility: Visibility;
  permissions: PermissionsService;
  auditor: AuditorService;
  /** How long a plan may take: it asks upstreams for files and forms. */
  planMs: number;
  /** Told of each operation that is new or was changed here. */
  onChange: (record: OperationRecord) => void;
}

/** Takes what people ask for: judges it, records it whatever comes of it, and leaves it to the worker. */
export class DefaultOperations implements Operations {
  readonly #decisions: Decisions;
  readonly #freezeSwitch: FreezeSwitch;
  readonly #log: OperationsLog;

  constructor(private readonly options: DefaultOperationsOptions) {
    const rights = new PlainRights(options.permissions);
    this.#decisions = new Decisions(options);
    this.#freezeSwitch = new FreezeSwitch({ ...options, rights });
    this.#log = new OperationsLog({
      ...options,
      rights,
      freezeSwitch: this.#freezeSwitch,
    });
  }

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
      await this.#recorded(input, judge, () =>
        this.#requireVisible(input.entityRef, credentials),
      );
      const record =
        (await this.options.store.byKey(input.idempotencyKey)) ??
        (await this.#record(
          input,
          await this.#recorded(input, judge, () => this.#draft(input, judge)),
          judge,
        ));
      requireSameRequest(record, input, judge.asker.ref);
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
    decision: { decision: 'approved' | 'rejected'; comment?: string },
    credentials: BackstageCredentials,
  ): Promise<OperationView> {
    const record = await this.#visible(id, credentials);
    const judge = await this.options.access.of(credentials);
    const decided = await this.#decisions.decide(record, decision, judge);
    this.options.onChange(decided);
    return viewOf(decided, judge);
  }

  async cancel(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<OperationView> {
    const record = await this.#visible(id, credentials);
    const judge = await this.options.access.of(credentials);
    const saved = await this.#decisions.cancel(record, judge);
    this.options.onChange(saved);
    return viewOf(saved, judge);
  }

  search(
    query: OperationsQuery,
    credentials: BackstageCredentials,
  ): Promise<OperationsPage> {
    return this.#log.search(query, credentials);
  }

  export(
    query: OperationsQuery,
    credentials: BackstageCredentials,
  ): Promise<string> {
    return this.#log.export(query, credentials);
  }

  setFreeze(
    freeze: { on: true; reason: string } | { on: false },
    credentials: BackstageCredentials,
  ): Promise<void> {
    return this.#freezeSwitch.set(freeze, credentials);
  }

  /** What names nothing that the asker may name may be a forgery, and is recorded before it is answered. */
  async #recorded<T>(
    input: OperationInput,
    judge: Judge,
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (isError(error) && error.name === 'NotFoundError') {
        await this.#record(input, noDraft(input, error.message), judge);
      }
      throw error;
    }
  }

  async #draft(input: OperationInput, judge: Judge): Promise<OperationDraft> {
    const planner = this.options.planners.find(each => each.handles(input));
    if (!planner) {
      throw new InputError(`'${input.type}' cannot be asked for`);
    }
    const record = await this.options.finder.record(input.entityRef);
    const { planMs } = this.options;
    const signal = AbortSignal.timeout(planMs);
    const draft = planner.draft(input, record, judge, signal);
    const { plan, order } = await inTime(draft, signal).catch(error => {
      throw signal.aborted
        ? new ServiceUnavailableError(
            `What this would do could not be found out within ${
              planMs / 1000
            } seconds. Try again later.`,
          )
        : error;
    });
    const others = await this.options.store.openOn(
      plan.targets.map(({ id }) => id),
    );
    const warnings = [...plan.warnings, ...othersWarnings(others)];
    return { order, plan: { ...plan, warnings } };
  }

  async #record(
    input: OperationInput,
    { plan, order }: OperationDraft,
    judge: Judge,
  ): Promise<OperationRecord> {
    const refusal = plan.refusedBecause ?? refusalByGates(input, plan);
    refuseSecrets(input, plan);
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
        input: keepParameters(
          input,
          plan.parameters.map(({ name }) => name),
        ),
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
}
