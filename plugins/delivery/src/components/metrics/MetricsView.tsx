import { useState } from 'react';
import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  EntityDelivery,
  EntityMetrics,
} from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import { EmptyList, NativeChoice } from '../lists';
import { Bone, ErrorState, Notice } from '../status';
import { MetricChart } from './MetricChart';
import { useMetrics } from './useMetrics';

const HOURS = [1, 6, 24];

const useStyles = makeStyles(theme => ({
  charts: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(260px, 1fr))',
    gap: theme.spacing(2),
  },
  choices: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(2) },
}));

function Charts(props: { metrics: EntityMetrics }) {
  const { metrics } = props;
  const classes = useStyles();
  const t = useT();
  return (
    <>
      {metrics.measured.map(({ sourceId, title, series, error }) => (
        <section key={sourceId} aria-label={title}>
          <Typography variant="caption" component="div">
            {t('vitals.metrics.by', { source: title })}
          </Typography>
          {error && (
            <Notice tone="warning" icon="warning">
              {t('vitals.metrics.failed', {
                source: title,
                message: error.message,
              })}
            </Notice>
          )}
          <div className={classes.charts}>
            {series.map(each => (
              <MetricChart
                key={`${each.metric} ${each.title}`}
                series={each}
                metrics={metrics}
              />
            ))}
          </div>
        </section>
      ))}
    </>
  );
}

function Measured(props: { delivery: EntityDelivery; environments: string[] }) {
  const { delivery, environments } = props;
  const classes = useStyles();
  const t = useT();
  const [chosen, choose] = useState(environments[environments.length - 1]);
  const [hours, setHours] = useState(HOURS[0]);
  const environment = environments.includes(chosen) ? chosen : environments[0];
  const query = useMetrics(delivery.entityRef, environment, hours);
  const titleOf = (name: string) =>
    delivery.lanes.find(lane => lane.environment.name === name)?.environment
      .title ?? name;
  return (
    <Box display="flex" flexDirection="column" gridGap={16}>
      <div className={classes.choices}>
        <NativeChoice
          label={t('vitals.metrics.environment')}
          value={environment}
          options={environments.map(name => ({
            value: name,
            label: titleOf(name),
          }))}
          onChange={choose}
        />
        <NativeChoice
          label={t('vitals.metrics.time')}
          value={String(hours)}
          options={HOURS.map(count => ({
            value: String(count),
            label: t('vitals.metrics.hours', { count }),
          }))}
          onChange={value => setHours(Number(value))}
        />
      </div>
      <Box aria-live="polite" aria-busy={query.isFetching}>
        {query.isPending && <Bone height={140} />}
        {query.isError && (
          <ErrorState
            error={query.error}
            permission="delivery.details.read"
            onRetry={() => query.refetch()}
          />
        )}
        {query.data && <Charts metrics={query.data} />}
      </Box>
      <Typography variant="caption">{t('vitals.metrics.live')}</Typography>
    </Box>
  );
}

/** The metrics of an entity, measured when somebody opens them. */
export function MetricsView(props: { delivery: EntityDelivery }) {
  const { delivery } = props;
  const t = useT();
  const environments = delivery.lanes
    .filter(lane => lane.targets.length > 0)
    .map(lane => lane.environment.name);
  return environments.length > 0 ? (
    <Measured delivery={delivery} environments={environments} />
  ) : (
    <EmptyList text={t('vitals.metrics.none')} />
  );
}
