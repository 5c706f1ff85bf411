import {
  addressFrom,
  type ObjectAddress,
} from '@throughline/plugin-delivery-kubernetes-node';
import {
  SourceFailure,
  type OperationHandle,
  type OperationSubject,
  type TargetItem,
} from '@throughline/plugin-delivery-node';

/** The Kustomization or HelmRelease that an operation is about. */
export function applierOf(subject: OperationSubject): TargetItem {
  if (subject.kind !== 'target') {
    throw new SourceFailure('internal', 'It is applied by nothing of Flux');
  }
  return subject.target;
}

/** Where an object is found, of a target. */
export function objectOf({ group, resource, namespace, name }: TargetItem) {
  return { group, kind: resource, namespace, name };
}

/** What is remembered of a request: the object, its token, and the source that was asked first. */
export function requestHandle(
  address: ObjectAddress,
  token: string,
  source: ObjectAddress | undefined,
): OperationHandle {
  return {
    ...address,
    token,
    ...(source ? { source: JSON.stringify(source) } : {}),
  };
}

/** The source of a handle. */
export function sourceFrom({
  source,
}: OperationHandle): ObjectAddress | undefined {
  return source === undefined ? undefined : addressFrom(JSON.parse(source));
}
