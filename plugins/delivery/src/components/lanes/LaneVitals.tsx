import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import NotificationsActive from '@material-ui/icons/NotificationsActive';
import type {
  Alert,
  Lane,
  VitalsView,
} from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import {
  AgeText,
  cx,
  explainJudged,
  ExternalLink,
  healthLooks,
  StatusMark,
  useToneStyles,
} from '../status';

const useStyles = makeStyles(theme => ({
  root: { display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5) },
  line: { display: 'flex', gap: theme.spacing(0.75) },
  icon: { fontSize: '1rem', marginTop: 2, flex: 'none' },
}));

function Alerts(props: {
  alerts: Alert[];
  state: Alert['state'];
  stale: boolean;
}) {
  const { alerts, state, stale } = props;
  const classes = useStyles();
  const tones = useToneStyles();
  const t = useT();
  const shown = alerts.filter(alert => alert.state === state);
  if (shown.length === 0) {
    return null;
  }
  const names = [...new Set(shown.map(({ name }) => name))].join(', ');
  const tone = state === 'firing' && !stale ? 'negative' : 'neutral';
  const title = shown
    .map(({ name, severity, summary }) =>
      [name, severity, summary].filter(Boolean).join(' · '),
    )
    .join('\n');
  return (
    <div className={classes.line} title={title}>
      <NotificationsActive
        aria-hidden
        className={cx(classes.icon, tones[tone])}
      />
      <Typography variant="body2" component="span">
        <ExternalLink to={shown[0].url}>
          {t(`vitals.${state}`, { count: shown.length, names })}
        </ExternalLink>
      </Typography>
    </div>
  );
}

function Vitals(props: { vitals: VitalsView }) {
  const { probes, alerts, staleSince } = props.vitals;
  const t = useT();
  const stale = staleSince !== undefined;
  return (
    <>
      <Alerts alerts={alerts} state="firing" stale={stale} />
      <Alerts alerts={alerts} state="pending" stale={stale} />
      {probes.map(({ name, health }) => (
        <StatusMark
          key={name}
          size="small"
          look={healthLooks[health.status]}
          stale={stale}
          word={t('vitals.probe', {
            name,
            status: t(`status.health.${health.status}`),
          })}
          title={explainJudged(health, t)}
        />
      ))}
      {staleSince && (probes.length > 0 || alerts.length > 0) && (
        <Typography variant="caption" color="textSecondary">
          <AgeText at={staleSince} text={age => t('vitals.stale', { age })} />
        </Typography>
      )}
    </>
  );
}

/** What monitoring systems tell of an environment. */
export function LaneVitals(props: { lane: Lane }) {
  const { vitals = [], healthBy } = props.lane;
  const classes = useStyles();
  const t = useT();
  if (vitals.every(each => each.probes.length + each.alerts.length === 0)) {
    return null;
  }
  return (
    <div className={classes.root}>
      {vitals.map(each => (
        <Vitals key={each.sourceId} vitals={each} />
      ))}
      {healthBy === 'probes' && (
        <Typography variant="caption" color="textSecondary">
          {t('vitals.byProbes')}
        </Typography>
      )}
    </div>
  );
}
