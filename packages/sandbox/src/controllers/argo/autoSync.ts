import { equal } from '../../kubernetes/json';
import type { ResolvedSources } from './ApplicationSources';
import { sourcesOf, type Application, type Operation } from './types';

/** What automation does about an Application now; undefined where nothing is to be done. */
export function decideAutoSync(
  application: Application,
  target: ResolvedSources | undefined,
): Operation | undefined {
  const { spec, status } = application;
  const automated = spec.syncPolicy?.automated;
  const phase = status?.operationState?.phase;
  if (
    !automated ||
    automated.enabled === false ||
    !target ||
    target.error ||
    application.operation ||
    phase === 'Running' ||
    phase === 'Terminating' ||
    status?.sync?.status !== 'OutOfSync'
  ) {
    return undefined;
  }
  const outOfSync = (status.resources ?? []).filter(
    resource => resource.status === 'OutOfSync',
  );
  if (
    !automated.prune &&
    outOfSync.every(({ requiresPruning }) => requiresPruning)
  ) {
    return undefined;
  }
  const revisions = spec.sources
    ? { revisions: target.revisions }
    : { revision: target.revisions[0] };
  const operation: Operation = {
    sync: { ...revisions, prune: automated.prune, syncStrategy: { hook: {} } },
    initiatedBy: { automated: true },
    retry: { limit: 5 },
  };
  const last = status.operationState?.syncResult;
  const attempted =
    last !== undefined &&
    equal(last.revisions ?? [last.revision], target.revisions) &&
    equal(last.sources ?? [last.source], sourcesOf(spec));
  if (!attempted) {
    return operation;
  }
  // The same revision again only heals, and only what differs: that writes no history.
  if (!automated.selfHeal || phase !== 'Succeeded') {
    return undefined;
  }
  return {
    ...operation,
    sync: {
      ...operation.sync,
      autoHealAttemptsCount: 1,
      resources: outOfSync
        .filter(({ requiresPruning }) => !requiresPruning)
        .map(({ group, kind, namespace, name }) => ({
          group,
          kind,
          namespace,
          name,
        })),
    },
  };
}
