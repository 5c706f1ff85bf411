import type {
  DeploymentOutcome,
  HealthStatus,
  Judged,
  RunStatus,
  SourceState,
  SyncStatus,
} from '@throughline/plugin-delivery-common';
import { type Translate, useT } from '../../hooks/useT';
import {
  healthLooks,
  outcomeLooks,
  runLooks,
  sourceLooks,
  syncLooks,
} from './looks';
import { StatusMark } from './StatusMark';

interface StatusProps<T> {
  status: T;
  stale?: boolean;
  iconOnly?: boolean;
  size?: 'small' | 'medium';
}

/** Says in words why a status is what it is, and what the source itself called it. */
export function explainJudged(
  judged: Judged<string>,
  t: Translate,
): string | undefined {
  const parts = [
    judged.reason,
    judged.raw === undefined ? undefined : t('status.raw', { raw: judged.raw }),
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(' · ') : undefined;
}

/** The health of something. */
export function Health(props: StatusProps<Judged<HealthStatus>>) {
  const { status: judged, ...rest } = props;
  const t = useT();
  return (
    <StatusMark
      {...rest}
      look={healthLooks[judged.status]}
      word={t(`status.health.${judged.status}`)}
      title={explainJudged(judged, t)}
    />
  );
}

/** Whether something is as Git wants it. */
export function Sync(props: StatusProps<Judged<SyncStatus>>) {
  const { status: judged, ...rest } = props;
  const t = useT();
  return (
    <StatusMark
      {...rest}
      look={syncLooks[judged.status]}
      word={t(`status.sync.${judged.status}`)}
      title={explainJudged(judged, t)}
    />
  );
}

/** The status of a run or a job. */
export function Run(props: StatusProps<Judged<RunStatus>>) {
  const { status: judged, ...rest } = props;
  const t = useT();
  return (
    <StatusMark
      {...rest}
      look={runLooks[judged.status]}
      word={t(`status.run.${judged.status}`)}
      title={explainJudged(judged, t)}
    />
  );
}

/** How a deployment ended. */
export function Outcome(props: StatusProps<DeploymentOutcome>) {
  const { status, ...rest } = props;
  const t = useT();
  return (
    <StatusMark
      {...rest}
      look={outcomeLooks[status]}
      word={t(`status.outcome.${status}`)}
    />
  );
}

/** How current a source is. */
export function SourceFreshness(props: StatusProps<SourceState>) {
  const { status, ...rest } = props;
  const t = useT();
  return (
    <StatusMark
      {...rest}
      look={sourceLooks[status]}
      word={t(`status.source.${status}`)}
    />
  );
}
