import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import { getCompoundEntityRef } from '@backstage/catalog-model';
import { InfoCard } from '@backstage/core-components';
import { useEntity } from '@backstage/plugin-catalog-react';
import type { EntityDelivery } from '@throughline/plugin-delivery-common';
import { DeliveryQueryProvider } from '../../hooks/DeliveryQueryProvider';
import { useEntityDelivery } from '../../hooks/useEntityDelivery';
import { useEntityTabPath } from '../../hooks/useEntityTabPath';
import { useT } from '../../hooks/useT';
import { Age, Bone, ErrorState, ExternalLink, Run } from '../status';
import { LaneLine } from './LaneLine';

function LastRun(props: { delivery: EntityDelivery }) {
  const t = useT();
  const [run] = props.delivery.runs.items;
  return (
    <Box display="flex" flexWrap="wrap" alignItems="center" gridGap={8} mt={2}>
      <Typography variant="caption" color="textSecondary">
        {t('pages.cardLastRun')}
      </Typography>
      {run ? (
        <>
          <Run
            status={run.status}
            size="small"
            stale={run.staleSince !== undefined}
          />
          <Typography variant="body2" component="span">
            <ExternalLink to={run.url}>
              {run.pipeline}
              {run.number && ` #${run.number}`}
            </ExternalLink>
          </Typography>
          <Typography variant="caption" color="textSecondary">
            <Age at={run.finishedAt ?? run.startedAt ?? run.createdAt} />
          </Typography>
        </>
      ) : (
        <Typography variant="caption" color="textSecondary">
          {t('pages.cardNoRun')}
        </Typography>
      )}
    </Box>
  );
}

function CardBody() {
  const { entity } = useEntity();
  const query = useEntityDelivery(entity);
  const t = useT();
  if (!query.data) {
    return query.isError ? (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <div role="status" aria-busy aria-label={t('states.loading')}>
        <Bone height={84} />
      </div>
    );
  }
  const delivery = query.data;
  if (delivery.state === 'pending') {
    return <Typography variant="body2">{t('states.pendingText')}</Typography>;
  }
  if (delivery.state === 'nothingLinked') {
    return <Typography variant="body2">{t('pages.cardNothing')}</Typography>;
  }
  return (
    <>
      <LaneLine lanes={delivery.lanes} />
      <LastRun delivery={delivery} />
    </>
  );
}

function Card() {
  const { entity } = useEntity();
  const t = useT();
  const tab = useEntityTabPath()(getCompoundEntityRef(entity));
  return (
    <InfoCard
      title={t('pages.cardTitle')}
      deepLink={{ title: t('pages.cardOpen'), link: tab }}
    >
      <CardBody />
    </InfoCard>
  );
}

/** The overview card of an entity: its environments in one line, and the last run. */
export function EntityDeliveryCard() {
  return (
    <DeliveryQueryProvider>
      <Card />
    </DeliveryQueryProvider>
  );
}
