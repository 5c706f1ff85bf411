import type {
  DeliverySource,
  OperationSubject,
  SourceOperation,
} from '@throughline/plugin-delivery-node';
import type { TargetResource } from '../access/TargetResource';

/** Something that an operation can act on: found by an id that the backend gave, for an entity that it is linked to. */
export interface ResolvedSubject {
  id: string;
  name: string;
  subject: OperationSubject;
  source: DeliverySource;
  /** What permissions are about: for each entity that it serves one. */
  resources: TargetResource[];
}

/** The way in which a source does something to a subject; undefined where it cannot. */
export function operatorOf(
  { subject, source }: Pick<ResolvedSubject, 'subject' | 'source'>,
  type: string,
): SourceOperation | undefined {
  return operatorsOf({ subject, source }).find(each => each.operation === type);
}

/** All that a source can do to a subject. */
export function operatorsOf({
  subject,
  source,
}: Pick<ResolvedSubject, 'subject' | 'source'>): SourceOperation[] {
  return (source.operators ?? []).filter(
    each =>
      each.subject === subject.kind &&
      (subject.kind !== 'target' ||
        each.resources.includes(subject.target.resource)),
  );
}
