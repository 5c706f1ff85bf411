import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import { Link } from '@backstage/core-components';
import {
  deliverySourcesReadPermission,
  type SourcesPage,
} from '@throughline/plugin-delivery-common';
import { DeliveryQueryProvider } from '../../hooks/DeliveryQueryProvider';
import { useOptionalRoute } from '../../hooks/useOptionalRoute';
import { useT } from '../../hooks/useT';
import { fleetRouteRef } from '../../routes';
import { Bone, ErrorState, Notice, RefreshNotice } from '../status';
import { SourcesTable } from './SourcesTable';
import { UnplacedTable } from './UnplacedTable';
import { useSources } from './useSources';

function SourcesBody(props: { page: SourcesPage }) {
  const { page } = props;
  const t = useT();
  return (
    <>
      {page.notices.map(notice => (
        <Notice
          key={notice}
          tone="warning"
          icon="warning"
          title={t('pages.sources.notices')}
        >
          {notice}
        </Notice>
      ))}
      <SourcesTable sources={page.sources} />
      <section>
        <Typography variant="h6" component="h2">
          {t('pages.sources.unplaced')}
        </Typography>
        <Typography variant="body2" paragraph>
          {t('pages.sources.unplacedHint')}
        </Typography>
        <UnplacedTable unplaced={page.unplaced} />
      </section>
    </>
  );
}

function Sources() {
  const t = useT();
  const query = useSources();
  const fleetPage = useOptionalRoute(fleetRouteRef);
  const retry = () => void query.refetch();
  return (
    <Box
      display="flex"
      flexDirection="column"
      gridGap={16}
      data-testid="delivery"
    >
      <Box
        display="flex"
        flexWrap="wrap"
        justifyContent="space-between"
        alignItems="baseline"
        gridGap={8}
      >
        <Typography variant="h6" component="h2">
          {t('pages.sources.subtitle')}
        </Typography>
        {fleetPage && (
          <Typography variant="body2" component="span">
            <Link to={fleetPage}>{t('pages.sources.fleetLink')}</Link>
          </Typography>
        )}
      </Box>
      {query.isError && query.data && (
        <RefreshNotice fetchedAt={query.dataUpdatedAt} onRetry={retry} />
      )}
      {query.isError && !query.data && (
        <ErrorState
          error={query.error}
          permission={deliverySourcesReadPermission.name}
          onRetry={retry}
        />
      )}
      {query.isPending && (
        <div role="status" aria-busy aria-label={t('states.loading')}>
          <Bone height={320} />
        </div>
      )}
      {query.data && <SourcesBody page={query.data} />}
    </Box>
  );
}

/** The sources page without a page around it. */
export function SourcesContent() {
  return (
    <DeliveryQueryProvider>
      <Sources />
    </DeliveryQueryProvider>
  );
}
