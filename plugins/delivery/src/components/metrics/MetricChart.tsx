import Typography from '@material-ui/core/Typography';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import type {
  EntityMetrics,
  MetricSeries,
} from '@throughline/plugin-delivery-common';
import { useLanguage } from '../../hooks/useLanguage';
import { useT } from '../../hooks/useT';
import { chartGeometry, xOf } from './chartGeometry';
import { formatValue } from './formatValue';

const WIDTH = 320;
const HEIGHT = 72;

const useStyles = makeStyles(theme => ({
  root: { padding: theme.spacing(1.5) },
  head: {
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'baseline',
    gap: theme.spacing(1),
  },
  chart: { display: 'block', width: '100%', height: HEIGHT },
  line: {
    fill: 'none',
    stroke: theme.palette.primary.main,
    strokeWidth: 1.5,
    vectorEffect: 'non-scaling-stroke',
  },
  base: { stroke: theme.palette.divider, vectorEffect: 'non-scaling-stroke' },
  deployment: {
    stroke: theme.palette.text.secondary,
    strokeDasharray: '3 3',
    vectorEffect: 'non-scaling-stroke',
  },
  empty: { minHeight: HEIGHT },
}));

/** One metric over time, with the deployments of that time as upright lines. */
export function MetricChart(props: {
  series: MetricSeries;
  metrics: Pick<EntityMetrics, 'from' | 'to' | 'deployments'>;
}) {
  const { series, metrics } = props;
  const classes = useStyles();
  const language = useLanguage();
  const t = useT();
  const box = {
    width: WIDTH,
    height: HEIGHT,
    from: metrics.from,
    to: metrics.to,
  };
  const geometry = chartGeometry(series, box);
  const format = (value: number) =>
    formatValue(value, series.unit, t, language);
  return (
    <Paper variant="outlined" className={classes.root}>
      <div className={classes.head}>
        <Typography variant="subtitle2" component="h4">
          {t(`vitals.metrics.${series.metric}`)}
        </Typography>
        <Typography variant="body2" component="span">
          {geometry?.now !== undefined && format(geometry.now)}
        </Typography>
      </div>
      <Typography variant="caption" color="textSecondary" component="div">
        {series.title}
      </Typography>
      {geometry ? (
        <svg
          className={classes.chart}
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={t('vitals.metrics.chart', {
            title: t(`vitals.metrics.${series.metric}`),
            min: format(geometry.min),
            max: format(geometry.max),
            now: format(geometry.now ?? geometry.max),
          })}
        >
          <line
            className={classes.base}
            x1={0}
            x2={WIDTH}
            y1={HEIGHT - 0.5}
            y2={HEIGHT - 0.5}
          />
          {metrics.deployments.map(({ at, label }) => (
            <line
              key={`${at} ${label}`}
              className={classes.deployment}
              x1={xOf(at, box)}
              x2={xOf(at, box)}
              y1={0}
              y2={HEIGHT}
            >
              <title>{t('vitals.metrics.deployment', { label })}</title>
            </line>
          ))}
          {geometry.lines.map(line => (
            <path key={line} className={classes.line} d={line} />
          ))}
        </svg>
      ) : (
        <Typography
          variant="body2"
          color="textSecondary"
          className={classes.empty}
        >
          {series.unknownBecause ?? t('vitals.metrics.noData')}
        </Typography>
      )}
    </Paper>
  );
}
