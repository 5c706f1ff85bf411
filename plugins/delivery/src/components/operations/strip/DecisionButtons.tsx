import { useState } from 'react';
import Button from '@material-ui/core/Button';
import type { OperationView } from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';
import { type Decision, DECISIONS } from './Decision';
import { DecisionDialog } from './DecisionDialog';

/** What the reader may do to an operation that has not ended. */
export function DecisionButtons(props: {
  operation: OperationView;
  title: string;
}) {
  const { operation, title } = props;
  const t = useT();
  const [opened, setOpened] = useState<Decision>();
  return (
    <>
      {DECISIONS.filter(each => operation.may.includes(each)).map(each => (
        <Button
          key={each}
          size="small"
          variant="outlined"
          color={each === 'approve' ? 'primary' : 'default'}
          style={{ textTransform: 'none' }}
          aria-label={t('operations.strip.actOn', {
            action: t(`operations.strip.${each}`),
            operation: title,
          })}
          onClick={() => setOpened(each)}
        >
          {t(`operations.strip.${each}`)}
        </Button>
      ))}
      {opened && (
        <DecisionDialog
          operation={operation}
          title={title}
          decision={opened}
          onClosed={() => setOpened(undefined)}
        />
      )}
    </>
  );
}
