import type {
  AutomatedWriter,
  FileChange,
  OperationInput,
} from '@throughline/plugin-delivery-common';
import type { EntityRecord } from '../../read/EntityRecord';
import type { GateFacts } from '../gates';
import type { VersionSubject } from './findVersionSubjects';
import type { ResolvedSubject } from '../subjects/ResolvedSubject';

/** Names whom else a target serves. */
export function sharedWarnings(subjects: readonly ResolvedSubject[]): string[] {
  return subjects
    .filter(({ resources }) => resources.length > 1)
    .map(
      ({ name, resources }) =>
        `${name} also serves ${resources
          .slice(1)
          .map(each => each.entityRef)
          .join(', ')}.`,
    );
}

/** Machines that write the same field and are not suspended. */
export function writersOf(
  record: EntityRecord,
  subjects: readonly ResolvedSubject[],
): AutomatedWriter[] {
  const ids = new Set(subjects.map(({ id }) => id));
  return record.targets
    .filter(({ stored }) => ids.has(stored.id))
    .flatMap(({ stored }) => stored.item.writers ?? [])
    .filter(({ suspended }) => !suspended);
}

/** Names a machine that writes the same, and what becomes of that. */
export function writerWarning({ type }: OperationInput) {
  return ({ by, writes }: AutomatedWriter) => {
    const who = `${by} writes ${writes}`;
    if (type === 'rollBack') {
      return `${who}: the same change takes the line out of its hands, until that is undone.`;
    }
    return type === 'unpin'
      ? `${who}: with the line back in its hands, it brings what it chooses.`
      : `${who} as well, and may write another version over this one.`;
  };
}

/** Says that what is to be undone is undone, as far as Git tells. */
export function unpinnedWarnings(
  { type }: OperationInput,
  changes: readonly FileChange[],
): string[] {
  return type === 'unpin' && changes.length === 0
    ? [
        'Git pins nothing there any more: nothing is written, and the notice of it ends.',
      ]
    : [];
}

/** Names what a roll back would undo that cannot be undone, or that nobody knows what it undoes. */
export function undoneWarnings(
  { type }: OperationInput,
  { irreversible, isWhole, mayHide }: NonNullable<GateFacts['undoes']>,
): string[] {
  if (type !== 'rollBack') {
    return [];
  }
  return [
    ...irreversible.map(each => `Irreversible: ${each}.`),
    ...(isWhole
      ? []
      : [
          mayHide
            ? 'Not all changes that this undoes are known, and one of them may be irreversible.'
            : 'Which changes this undoes is not known: whether one of them is irreversible cannot be told.',
        ]),
  ];
}

/** Says what a roll back leaves as it is, where that is not the whole. */
export function partialWarnings(
  { type }: OperationInput,
  subjects: readonly VersionSubject[],
): string[] {
  if (type !== 'rollBack') {
    return [];
  }
  const isPiped = subjects.some(
    ({ rule }) => 'strategy' in rule && rule.strategy === 'pipeline',
  );
  const isRendered = subjects.some(({ target }) =>
    target.desired.some(({ rendered }) => rendered),
  );
  return [
    ...(isPiped
      ? ['A pipeline brings the version back; other configuration stays.']
      : []),
    ...(isRendered
      ? [
          'Its manifests are rendered: the version is brought back, and other configuration stays.',
        ]
      : []),
  ];
}
