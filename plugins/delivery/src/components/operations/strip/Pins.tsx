import Button from '@material-ui/core/Button';
import { useT } from '../../../hooks/useT';
import { AgeText, Notice } from '../../status';
import { useOperations } from '../OperationsContext';
import { operationTitle, shortRef } from '../shared';

/** What a roll back has pinned and nobody has undone, said until somebody does. */
export function Pins() {
  const t = useT();
  const { operations, ask, titleOf } = useOperations();
  if (!operations) {
    return null;
  }
  return (
    <>
      {operations.pins.map(({ environment, by, since, operationId, what }) => {
        const title = titleOf(environment);
        const label = operationTitle({ type: 'unpin', environment: title }, t);
        return (
          <Notice
            key={operationId}
            tone="warning"
            icon="lock"
            title={t('operations.strip.pinned', { environment: title })}
            action={
              <Button
                size="small"
                aria-label={label}
                style={{ textTransform: 'none' }}
                onClick={() =>
                  ask({
                    input: {
                      type: 'unpin',
                      entityRef: operations.entityRef,
                      environment,
                    },
                    environment: title,
                  })
                }
              >
                {t('operations.action.unpin')}
              </Button>
            }
          >
            {t('operations.strip.pinnedBy', { what, who: shortRef(by) })},{' '}
            <AgeText
              at={since}
              text={age => t('operations.strip.pinnedSince', { age })}
            />
          </Notice>
        );
      })}
    </>
  );
}
