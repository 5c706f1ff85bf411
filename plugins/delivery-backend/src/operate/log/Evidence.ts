import type {
  AuditorService,
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import {
  isTerminalOperation,
  type DeploymentEvidence,
  type DeploymentOrigin,
  type DeploymentTrace,
  type OperationEvidence,
  type OperationView,
  type Told,
} from '@throughline/plugin-delivery-common';
import type { DeliveryService, Reader } from '../../read/DeliveryService';
import { told, untold } from '../../read/trace/told';
import { refOfPrincipal } from '../access/refOfPrincipal';
import type { Operations } from '../Operations';

const PAGE = 200;
const MAX_PAGES = 5;
const MAX_DEPLOYMENTS = 50;

export interface EvidenceOptions {
  /** The service that authorises. */
  delivery: DeliveryService;
  operations: Operations;
  auth: AuthService;
  auditor: AuditorService;
  now?: () => Date;
}

/**
 * Puts together what is known of a deployment or an operation. It holds what the pages show to the same reader, as both
 * services that it asks authorise for themselves; that it was exported is told to the audit log.
 */
export class Evidence {
  constructor(private readonly options: EvidenceOptions) {}

  async deployment(
    ref: string,
    id: string,
    credentials: BackstageCredentials,
  ): Promise<DeploymentEvidence> {
    const meta = { entityRef: ref, deploymentId: id };
    return this.#audited(meta, credentials, async exported => {
      const reader = readerOf(credentials);
      const trace = await this.options.delivery.trace(ref, id, reader);
      const operations = await this.#operationsOf(
        trace.deployment.origin,
        credentials,
      );
      return {
        ...exported,
        ...trace,
        operations,
        gates: operations.known
          ? told(operations.value.flatMap(({ gates }) => gates))
          : operations,
      };
    });
  }

  async operation(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<OperationEvidence> {
    return this.#audited({ operationId: id }, credentials, async exported => {
      const operation = await this.options.operations.get(id, credentials);
      return {
        ...exported,
        operation: { ...operation, may: [] },
        deployments: await this.#deploymentsOf(operation, credentials),
      };
    });
  }

  async #operationsOf(
    origin: DeploymentOrigin | undefined,
    credentials: BackstageCredentials,
  ): Promise<Told<OperationView[]>> {
    if (origin?.type === 'outside') {
      return untold(`it came from outside of the portal, by ${origin.by.name}`);
    }
    if (!origin) {
      return untold(
        'whether it came from the portal, and by which operation, cannot be told',
      );
    }
    if (origin.operations.length === 0) {
      return untold('it was asked for on the page of another entity');
    }
    const found = await Promise.all(
      origin.operations.map(({ id }) =>
        this.options.operations.get(id, credentials),
      ),
    );
    return told(found.map(each => ({ ...each, may: [] })));
  }

  async #deploymentsOf(
    operation: OperationView,
    credentials: BackstageCredentials,
  ): Promise<Told<DeploymentTrace[]>> {
    const { entityRef, state } = operation;
    if (state === 'refused' || state === 'cancelled') {
      return untold(`it is ${state}: nothing was done`);
    }
    const reader = readerOf(credentials);
    const ids = await this.#broughtBy(operation, reader);
    if (ids.length === 0) {
      return untold(
        isTerminalOperation(state)
          ? 'no deployment is known that it brought'
          : 'it has not ended, and no deployment is known that it brought so far',
      );
    }
    const traces: DeploymentTrace[] = [];
    for (const id of ids.slice(0, MAX_DEPLOYMENTS)) {
      traces.push(await this.options.delivery.trace(entityRef, id, reader));
    }
    return told(traces);
  }

  /** Ids of the deployments that name the operation as what brought them. */
  async #broughtBy(
    { id, entityRef, requestedAt }: OperationView,
    reader: Reader,
  ): Promise<string[]> {
    const ids: string[] = [];
    let cursor: string | undefined;
    for (let read = 0; read < MAX_PAGES; read++) {
      const request = { limit: PAGE, ...(cursor ? { cursor } : {}) };
      const page = await this.options.delivery.history(
        entityRef,
        request,
        reader,
      );
      for (const entry of page.items) {
        const origin = entry.type === 'deployment' ? entry.origin : undefined;
        if (
          origin?.type === 'portal' &&
          origin.operations.some(each => each.id === id)
        ) {
          ids.push(entry.id);
        }
      }
      cursor = page.nextCursor;
      const oldest = page.items.at(-1);
      const began =
        oldest?.type === 'deployment' ? oldest.startedAt : oldest?.before;
      if (!cursor || (began !== undefined && began < requestedAt)) {
        break;
      }
    }
    return ids;
  }

  async #audited<T>(
    meta: { [key: string]: string },
    credentials: BackstageCredentials,
    work: (exported: { exportedAt: string; exportedBy: string }) => Promise<T>,
  ): Promise<T> {
    const exportedBy = refOfPrincipal(this.options.auth, credentials);
    const event = await this.options.auditor.createEvent({
      eventId: 'evidence-export',
      severityLevel: 'low',
      meta: { ...meta, actor: exportedBy },
    });
    try {
      const exportedAt = (this.options.now?.() ?? new Date()).toISOString();
      const document = await work({ exportedAt, exportedBy });
      await event.success();
      return document;
    } catch (error) {
      await event.fail({
        error: isError(error) ? error : new Error(String(error)),
      });
      throw error;
    }
  }
}

/** What may be seen is for the authorisation to say, which sets it anew. */
function readerOf(credentials: BackstageCredentials): Reader {
  return { credentials, visible: { type: 'none' } };
}
