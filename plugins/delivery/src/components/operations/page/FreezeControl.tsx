import { useState } from 'react';
import Button from '@material-ui/core/Button';
import type { OperationsPage } from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';
import { AgeText, Notice } from '../../status';
import { shortRef } from '../shared';
import { FreezeDialog } from './FreezeDialog';

function FreezeButton(props: { isFrozen: boolean }) {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        size="small"
        variant="outlined"
        style={{ textTransform: 'none' }}
        onClick={() => setOpen(true)}
      >
        {t(
          props.isFrozen ? 'operationsPage.unfreeze' : 'operationsPage.freeze',
        )}
      </Button>
      {isOpen && (
        <FreezeDialog
          isFrozen={props.isFrozen}
          onClosed={() => setOpen(false)}
        />
      )}
    </>
  );
}

/** Says that the fleet is frozen, by whom and why; for who may, the way to freeze it and to lift that. */
export function FreezeControl(props: {
  page: Pick<OperationsPage, 'freeze' | 'mayFreeze'>;
}) {
  const { freeze, mayFreeze } = props.page;
  const t = useT();
  const button = mayFreeze && <FreezeButton isFrozen={freeze !== undefined} />;
  if (!freeze) {
    return <>{button}</>;
  }
  return (
    <Notice
      tone="warning"
      icon="lock"
      title={t('operationsPage.frozen')}
      action={button}
    >
      <AgeText
        at={freeze.since}
        text={age =>
          t('operationsPage.frozenBy', {
            who: shortRef(freeze.by),
            age,
            reason: freeze.reason,
          })
        }
      />
      <div>{t('operationsPage.frozenHint')}</div>
    </Notice>
  );
}
