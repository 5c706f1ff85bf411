import type { SvgIconProps } from '@material-ui/core/SvgIcon';
import type {
  ChangeReach,
  DeploymentOutcome,
  FleetState,
  HealthStatus,
  RunStatus,
  SourceState,
  SyncStatus,
} from '@throughline/plugin-delivery-common';
import Adjust from '@material-ui/icons/Adjust';
import Autorenew from '@material-ui/icons/Autorenew';
import Block from '@material-ui/icons/Block';
import Cancel from '@material-ui/icons/Cancel';
import CheckCircle from '@material-ui/icons/CheckCircle';
import CloudDone from '@material-ui/icons/CloudDoneOutlined';
import CloudOff from '@material-ui/icons/CloudOff';
import CloudQueue from '@material-ui/icons/CloudQueue';
import Done from '@material-ui/icons/DoneAll';
import ErrorIcon from '@material-ui/icons/Error';
import HelpOutline from '@material-ui/icons/HelpOutline';
import HourglassEmpty from '@material-ui/icons/HourglassEmpty';
import PauseCircleFilled from '@material-ui/icons/PauseCircleFilled';
import PlayCircleFilled from '@material-ui/icons/PlayCircleFilledOutlined';
import QueryBuilder from '@material-ui/icons/QueryBuilder';
import RadioButtonUnchecked from '@material-ui/icons/RadioButtonUnchecked';
import RemoveCircleOutline from '@material-ui/icons/RemoveCircleOutline';
import SkipNext from '@material-ui/icons/SkipNext';
import SyncProblem from '@material-ui/icons/SyncProblem';
import TrendingDown from '@material-ui/icons/TrendingDown';
import Warning from '@material-ui/icons/Warning';
import type { ComponentType } from 'react';
import type { Tone } from './tones';

/** How a status looks: an icon of its own, and a tone that several may share. */
export interface Look {
  Icon: ComponentType<SvgIconProps>;
  tone: Tone;
}

/** Looks of health statuses. */
export const healthLooks: Record<HealthStatus, Look> = {
  healthy: { Icon: CheckCircle, tone: 'positive' },
  progressing: { Icon: Autorenew, tone: 'info' },
  degraded: { Icon: ErrorIcon, tone: 'negative' },
  suspended: { Icon: PauseCircleFilled, tone: 'neutral' },
  missing: { Icon: RemoveCircleOutline, tone: 'warning' },
  unknown: { Icon: HelpOutline, tone: 'neutral' },
};

/** Looks of sync statuses. */
export const syncLooks: Record<SyncStatus, Look> = {
  synced: { Icon: Done, tone: 'positive' },
  outOfSync: { Icon: SyncProblem, tone: 'warning' },
  unknown: { Icon: HelpOutline, tone: 'neutral' },
};

/** Looks of the statuses of runs and jobs. */
export const runLooks: Record<RunStatus, Look> = {
  queued: { Icon: QueryBuilder, tone: 'neutral' },
  running: { Icon: PlayCircleFilled, tone: 'info' },
  waiting: { Icon: HourglassEmpty, tone: 'warning' },
  succeeded: { Icon: CheckCircle, tone: 'positive' },
  failed: { Icon: Cancel, tone: 'negative' },
  cancelled: { Icon: Block, tone: 'neutral' },
  skipped: { Icon: SkipNext, tone: 'neutral' },
  unknown: { Icon: HelpOutline, tone: 'neutral' },
};

/** Looks of how deployments ended. */
export const outcomeLooks: Record<DeploymentOutcome, Look> = {
  running: runLooks.running,
  succeeded: runLooks.succeeded,
  failed: runLooks.failed,
  cancelled: runLooks.cancelled,
  unknown: runLooks.unknown,
};

/** Looks of how current a source is. */
export const sourceLooks: Record<SourceState, Look> = {
  fresh: { Icon: CloudDone, tone: 'positive' },
  stale: { Icon: CloudOff, tone: 'warning' },
  pending: { Icon: CloudQueue, tone: 'neutral' },
  unavailable: { Icon: Block, tone: 'negative' },
};

/** Looks of how far a change has come. */
export const reachLooks: Record<ChangeReach['state'], Look> = {
  here: { Icon: CheckCircle, tone: 'positive' },
  partly: { Icon: Adjust, tone: 'info' },
  notYet: { Icon: RadioButtonUnchecked, tone: 'neutral' },
  unknown: { Icon: HelpOutline, tone: 'neutral' },
};

/** Looks of the states that the fleet is filtered by. */
export const fleetLooks: Record<FleetState, Look> = {
  degraded: healthLooks.degraded,
  drifted: syncLooks.outOfSync,
  failing: runLooks.failed,
  progressing: healthLooks.progressing,
  behind: { Icon: TrendingDown, tone: 'info' },
  stale: sourceLooks.stale,
  unknown: healthLooks.unknown,
  healthy: healthLooks.healthy,
};

/** Looks of notices. */
export const noticeIcon = Warning;
