import type { TargetView } from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import { AgeText, Notice } from '../status';

/** What a reader must know before believing the rest. */
export function TargetNotices(props: { target: TargetView }) {
  const { target } = props;
  const t = useT();
  const { trust, trustReason } = target.link;
  return (
    <>
      {target.staleSince && (
        <Notice tone="neutral" icon="stale">
          <AgeText
            at={target.staleSince}
            text={age => t('targets.stale', { age })}
          />
        </Notice>
      )}
      {trust === 'contested' && (
        <Notice
          tone="warning"
          icon="warning"
          title={t('targets.contestedTitle')}
        >
          {t('targets.contestedText')}
          <div>{trustReason}</div>
          <div>{t('targets.contestedHint')}</div>
        </Notice>
      )}
      {trust !== 'contested' && target.access === 'statusOnly' && (
        <Notice tone="info" icon="lock" title={t('targets.statusOnlyTitle')}>
          {t('targets.statusOnlyText')}
          <div>{trustReason}</div>
          <div>{t('targets.statusOnlyHint')}</div>
        </Notice>
      )}
      {target.conditions?.map(condition => (
        <Notice
          key={`${condition.type}/${condition.message}`}
          tone={
            ({ info: 'info', warning: 'warning', error: 'negative' } as const)[
              condition.severity
            ]
          }
          icon={condition.severity}
          title={condition.type}
        >
          {condition.message}
        </Notice>
      ))}
    </>
  );
}
