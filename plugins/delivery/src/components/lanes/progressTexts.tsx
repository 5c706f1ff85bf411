import type {
  RolloutProgress,
  Schedule,
} from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import { AgeText } from '../status';

/** How far a progressive rollout has come, in words. */
export function RolloutText(props: { rollout: RolloutProgress }) {
  const { rollout } = props;
  const t = useT();
  const parts = [
    t(`targets.${rollout.strategy}`),
    rollout.weight !== undefined &&
      t('targets.rolloutWeight', { weight: String(rollout.weight) }),
    rollout.step !== undefined &&
      rollout.steps !== undefined &&
      t('targets.rolloutStep', {
        step: String(rollout.step),
        steps: String(rollout.steps),
      }),
    rollout.paused && t('targets.rolloutPaused'),
    rollout.aborted && t('targets.rolloutAborted'),
    rollout.message,
  ].filter(Boolean);
  return <>{parts.join(' · ')}</>;
}

/** When a scheduled workload runs, in words. */
export function ScheduleText(props: { schedule: Schedule }) {
  const { schedule } = props;
  const t = useT();
  return (
    <>
      <code>{schedule.cron}</code>
      {schedule.timeZone && ` ${schedule.timeZone}`}
      {schedule.suspended && ` · ${t('targets.scheduleSuspended')}`}
      {schedule.lastRunAt && (
        <>
          {' · '}
          <AgeText
            at={schedule.lastRunAt}
            text={age => t('targets.lastRun', { age })}
          />
        </>
      )}
      {schedule.lastSuccessAt && (
        <>
          {' · '}
          <AgeText
            at={schedule.lastSuccessAt}
            text={age => t('targets.lastSuccess', { age })}
          />
        </>
      )}
    </>
  );
}
