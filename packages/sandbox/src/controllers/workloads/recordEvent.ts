import { timestamp } from '../../kubernetes/json';
import { apiVersionOf, EVENTS } from '../../kubernetes/resources';
import type { KubeObject } from '../../kubernetes/types';
import type { WorkloadContext } from './types';

const MOST_EVENTS = 400;

/** Records an Event about an object; the same again raises its count. */
export function recordEvent(
  context: Pick<WorkloadContext, 'store' | 'now' | 'seeding'>,
  about: KubeObject,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): void {
  if (context.seeding && type === 'Normal') {
    return;
  }
  const { store } = context;
  const { name, namespace = 'default', uid, resourceVersion } = about.metadata;
  const now = timestamp(context.now());
  const same = store
    .list(EVENTS, namespace)
    .find(
      event =>
        event.reason === reason &&
        event.message === message &&
        (event.involvedObject as { uid?: string }).uid === uid,
    );
  if (same) {
    store.update(EVENTS, {
      ...same,
      count: Number(same.count ?? 1) + 1,
      lastTimestamp: now,
    });
    return;
  }
  const excess = store.count(EVENTS) - MOST_EVENTS;
  if (excess >= 0) {
    store
      .list(EVENTS)
      .sort((a, b) =>
        String(a.lastTimestamp).localeCompare(String(b.lastTimestamp)),
      )
      .slice(0, excess + 1)
      .forEach(({ metadata }) =>
        store.delete(EVENTS, metadata.namespace, metadata.name),
      );
  }
  store.create(EVENTS, {
    apiVersion: apiVersionOf(EVENTS),
    kind: EVENTS.kind,
    metadata: {
      name: `${name}.${store.resourceVersion.toString(16)}`,
      namespace,
    },
    involvedObject: {
      apiVersion: about.apiVersion,
      kind: about.kind,
      name,
      namespace,
      uid,
      resourceVersion,
    },
    reason,
    message,
    type,
    source: { component: 'sandbox' },
    reportingComponent: 'sandbox',
    reportingInstance: '',
    firstTimestamp: now,
    lastTimestamp: now,
    eventTime: null,
    count: 1,
  });
}
