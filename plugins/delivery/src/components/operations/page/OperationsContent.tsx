import Box from '@material-ui/core/Box';
import LinearProgress from '@material-ui/core/LinearProgress';
import Typography from '@material-ui/core/Typography';
import { Link } from '@backstage/core-components';
import { deliveryOperationsReadPermission } from '@throughline/plugin-delivery-common';
import { DeliveryQueryProvider } from '../../../hooks/DeliveryQueryProvider';
import { useOptionalRoute } from '../../../hooks/useOptionalRoute';
import { useT } from '../../../hooks/useT';
import { useUrlFilters } from '../../../hooks/useUrlFilters';
import { fleetRouteRef } from '../../../routes';
import { Bone, ErrorState, RefreshNotice } from '../../status';
import { OperationsLog } from './OperationsLog';
import { formatFilters, pageQuery, parseFilters } from './operationsState';
import { OperationsToolbar } from './OperationsToolbar';
import { useOperationsLog } from './useOperationsLog';

function Operations() {
  const t = useT();
  const navigation = useUrlFilters(parseFilters, formatFilters);
  const { filters, setFilters, cursors } = navigation;
  const log = useOperationsLog(pageQuery(filters, cursors.at(-1)));
  const fleetPage = useOptionalRoute(fleetRouteRef);
  const retry = () => void log.refetch();
  const { data } = log;
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
          {t('operationsPage.subtitle')}
        </Typography>
        {fleetPage && (
          <Typography variant="body2" component="span">
            <Link to={fleetPage}>{t('pages.sources.fleetLink')}</Link>
          </Typography>
        )}
      </Box>
      <OperationsToolbar filters={filters} onChange={setFilters} />
      {log.isError && data && (
        <RefreshNotice fetchedAt={log.dataUpdatedAt} onRetry={retry} />
      )}
      {log.isError && !data && (
        <ErrorState
          error={log.error}
          permission={deliveryOperationsReadPermission.name}
          onRetry={retry}
        />
      )}
      {log.isPending && (
        <div role="status" aria-busy aria-label={t('states.loading')}>
          <Bone height={420} />
        </div>
      )}
      {data && (
        <>
          <Box height={4} mb={-2}>
            {log.isPlaceholderData && (
              <LinearProgress aria-label={t('pages.fleet.updating')} />
            )}
          </Box>
          <OperationsLog
            page={data}
            navigation={navigation}
            busy={log.isPlaceholderData}
          />
        </>
      )}
    </Box>
  );
}

/** The operations page without a page around it. */
export function OperationsContent() {
  return (
    <DeliveryQueryProvider>
      <Operations />
    </DeliveryQueryProvider>
  );
}
