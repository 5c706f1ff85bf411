import type { ReactNode } from 'react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import CallSplit from '@material-ui/icons/CallSplit';
import Gavel from '@material-ui/icons/Gavel';
import LockOutlined from '@material-ui/icons/LockOutlined';
import HourglassEmpty from '@material-ui/icons/HourglassEmpty';
import SyncProblem from '@material-ui/icons/SyncProblem';
import TrendingDown from '@material-ui/icons/TrendingDown';
import TrendingFlat from '@material-ui/icons/TrendingFlat';
import HelpOutline from '@material-ui/icons/HelpOutline';
import type { SvgIconProps } from '@material-ui/core/SvgIcon';
import type { ComponentType } from 'react';
import type { Lane } from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import { cx, type Tone, useToneStyles } from '../status';
import { isContested, isStatusOnly } from './laneSummary';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    listStyle: 'none',
    margin: 0,
    padding: 0,
  },
  item: {
    display: 'flex',
    gap: theme.spacing(0.75),
    alignItems: 'flex-start',
  },
  icon: { fontSize: '1rem', marginTop: 2, flex: 'none' },
}));

function Remark(props: {
  Icon: ComponentType<SvgIconProps>;
  tone: Tone;
  children: ReactNode;
}) {
  const classes = useStyles();
  const tones = useToneStyles();
  return (
    <li className={classes.item}>
      <props.Icon aria-hidden className={cx(classes.icon, tones[props.tone])} />
      <Typography variant="body2" component="span">
        {props.children}
      </Typography>
    </li>
  );
}

/** What a reader should know of an environment beyond its two statuses. */
export function LaneRemarks(props: {
  lane: Lane;
  titleOf(environment: string): string;
}) {
  const { lane, titleOf } = props;
  const classes = useStyles();
  const t = useT();
  return (
    <ul className={classes.root}>
      {lane.waiting && (
        <Remark Icon={HourglassEmpty} tone="info">
          {t('lanes.waiting', { what: lane.waiting })}
        </Remark>
      )}
      {isContested(lane) && (
        <Remark Icon={Gavel} tone="warning">
          {t('lanes.contested')}
        </Remark>
      )}
      {isStatusOnly(lane) && (
        <Remark Icon={LockOutlined} tone="info">
          {t('targets.statusOnlyTitle')}
        </Remark>
      )}
      {lane.driftCount > 0 && (
        <Remark Icon={SyncProblem} tone="warning">
          {t('lanes.drift', { count: lane.driftCount })}
        </Remark>
      )}
      {lane.notOnMain !== undefined && lane.notOnMain > 0 && (
        <Remark Icon={CallSplit} tone="warning">
          {t('lanes.notOnMain', { count: lane.notOnMain })}
        </Remark>
      )}
      {lane.behind && lane.behind.changes > 0 && (
        <Remark Icon={TrendingDown} tone="info">
          {t('lanes.behind', {
            count: lane.behind.changes,
            environment: titleOf(lane.behind.environment),
          })}
        </Remark>
      )}
      {lane.behind?.changes === 0 && !lane.notOnMain && (
        <Remark Icon={TrendingFlat} tone="neutral">
          {t('lanes.upToDate', {
            environment: titleOf(lane.behind.environment),
          })}
        </Remark>
      )}
      {lane.comparisonUnknownBecause && (
        <Remark Icon={HelpOutline} tone="neutral">
          {t('lanes.comparisonUnknown', {
            reason: lane.comparisonUnknownBecause,
          })}
        </Remark>
      )}
    </ul>
  );
}
