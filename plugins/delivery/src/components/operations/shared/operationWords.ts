import type {
  OperationType,
  OperationView,
} from '@throughline/plugin-delivery-common';
import type { Translate } from '../../../hooks/useT';

/** What an operation is about, in words. */
export interface OperationWords {
  type: OperationType;
  subject?: string;
  version?: string;
  environment?: string;
}

/** What is shown of an operation in a line: 'Promote 1.5.0 to Staging', 'Sync: checkout-prod'. */
export function operationTitle(words: OperationWords, t: Translate): string {
  const { type, subject, version, environment = '' } = words;
  const action = t(`operations.action.${type}`);
  switch (type) {
    case 'promote':
      return version
        ? t('operations.promoteVersion', { version, environment })
        : t('operations.promoteTo', { environment });
    case 'rollBack':
      return version
        ? t('operations.rollBackVersion', { version, environment })
        : t('operations.rollBackIn', { environment });
    case 'unpin':
      return t('operations.unpinIn', { environment });
    case 'runPipeline':
      return subject ? t('operations.runPipelineOf', { subject }) : action;
    default:
      return subject ? t('operations.of', { action, subject }) : action;
  }
}

/** What the button says that starts it: as short as it can be without being mistaken. */
export function operationButton(words: OperationWords, t: Translate): string {
  return ['promote', 'rollBack', 'unpin', 'runPipeline'].includes(words.type)
    ? operationTitle(words, t)
    : t(`operations.action.${words.type}`);
}

/** What an operation that was asked for is about. */
export function wordsOf(
  operation: OperationView,
  titleOf: (environment: string) => string = name => name,
): OperationWords {
  const { type, targets, to, environment } = operation;
  return {
    type,
    subject: targets.map(({ name }) => name).join(', ') || undefined,
    version: to,
    environment: environment && titleOf(environment),
  };
}

/** What its state means; of a version, that it was brought and is well. */
export function explainState(operation: OperationView, t: Translate): string {
  const { state, type } = operation;
  const bringsVersion = type === 'promote' || type === 'rollBack';
  return state === 'succeeded' && bringsVersion
    ? t('operations.explain.succeededVersion')
    : t(`operations.explain.${state}`);
}
