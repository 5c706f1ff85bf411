import { OperationError } from './OperationError';
import { sourcesOf, type Application, type Operation } from './types';

/** The body of a sync request, as far as the sandbox heeds it. */
export interface SyncRequest {
  revision?: string;
  revisions?: string[];
  /** Which sources the revisions are for, counted from 1. */
  sourcePositions?: (string | number)[];
  prune?: boolean;
  dryRun?: boolean;
  resources?: {
    group?: string;
    kind: string;
    name: string;
    namespace?: string;
  }[];
  strategy?: { hook?: object; apply?: object };
  syncOptions?: { items?: string[] };
  retryStrategy?: object;
  infos?: { name: string; value: string }[];
}

/** Refuses what cannot start now. */
export function assertIdle(application: Application): void {
  if (application.metadata.deletionTimestamp) {
    throw OperationError.failedPrecondition('application is deleting');
  }
  if (
    application.operation ||
    application.status?.operationState?.phase === 'Running' ||
    application.status?.operationState?.phase === 'Terminating'
  ) {
    throw OperationError.failedPrecondition(
      'another operation is already in progress',
    );
  }
}

function isAutomated(application: Application): boolean {
  const automated = application.spec.syncPolicy?.automated;
  return automated !== undefined && automated.enabled !== false;
}

function assertOwnRevision(
  application: Application,
  wanted: readonly (string | undefined)[],
): void {
  if (!isAutomated(application)) {
    return;
  }
  sourcesOf(application.spec).forEach((source, i) => {
    const revision = wanted[i];
    if (revision && revision !== (source.targetRevision ?? 'HEAD')) {
      throw OperationError.failedPrecondition(
        `Cannot sync to ${revision}: auto-sync currently set to ${
          source.targetRevision ?? 'HEAD'
        }`,
      );
    }
  });
}

/** The revisions that a request asks for, by the place of their sources. */
export function requestedRevisions(
  application: Application,
  request: SyncRequest,
): (string | undefined)[] {
  const sources = sourcesOf(application.spec);
  if (!request.revisions?.length) {
    return [request.revision];
  }
  const positions = request.sourcePositions ?? [];
  if (positions.length !== request.revisions.length) {
    throw OperationError.invalidArgument(
      'source positions cannot be different from revisions',
    );
  }
  const wanted: (string | undefined)[] = sources.map(() => undefined);
  positions.forEach((position, i) => {
    const index = Number(position) - 1;
    if (!(index in sources)) {
      throw OperationError.invalidArgument('source position is out of range');
    }
    wanted[index] = request.revisions?.[i];
  });
  return wanted;
}

/** The operation of a sync request; throws where Argo CD would refuse it. */
export function syncOperation(
  application: Application,
  request: SyncRequest,
  username: string,
): Operation {
  assertIdle(application);
  const wanted = requestedRevisions(application, request);
  assertOwnRevision(application, wanted);
  return {
    sync: {
      ...(application.spec.sources
        ? { revisions: wanted.map(revision => revision ?? '') }
        : { revision: wanted[0] }),
      prune: request.prune,
      dryRun: request.dryRun,
      resources: request.resources?.length ? request.resources : undefined,
      syncStrategy: request.strategy ?? { hook: {} },
      syncOptions: request.syncOptions?.items,
    },
    initiatedBy: { username },
    info: request.infos,
    retry: request.retryStrategy,
  };
}

/** The operation that deploys an entry of the history again; throws where Argo CD would refuse it. */
export function rollbackOperation(
  application: Application,
  request: { id?: string | number; prune?: boolean; dryRun?: boolean },
  username: string,
): Operation {
  if (isAutomated(application)) {
    throw OperationError.failedPrecondition(
      'rollback cannot be initiated when auto-sync is enabled',
    );
  }
  assertIdle(application);
  // Left out, the id is 0: that is what the API makes of an absent number.
  const id = Number(request.id ?? 0);
  const entry = application.status?.history?.find(
    candidate => candidate.id === id,
  );
  if (!entry) {
    throw OperationError.invalidArgument(
      `application ${application.metadata.name} does not have deployment with id ${id}`,
    );
  }
  return {
    sync: {
      ...(entry.sources
        ? { revisions: entry.revisions, sources: entry.sources }
        : { revision: entry.revision, source: entry.source }),
      prune: request.prune,
      dryRun: request.dryRun,
      syncStrategy: { apply: {} },
      syncOptions: application.spec.syncPolicy?.syncOptions,
    },
    initiatedBy: { username },
  };
}
