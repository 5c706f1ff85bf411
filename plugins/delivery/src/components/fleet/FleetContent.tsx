import Box from '@material-ui/core/Box';
import LinearProgress from '@material-ui/core/LinearProgress';
import Typography from '@material-ui/core/Typography';
import { Link } from '@backstage/core-components';
import { DeliveryQueryProvider } from '../../hooks/DeliveryQueryProvider';
import { useOptionalRoute } from '../../hooks/useOptionalRoute';
import { useT } from '../../hooks/useT';
import { useUrlFilters } from '../../hooks/useUrlFilters';
import { operationsRouteRef, sourcesRouteRef } from '../../routes';
import { EmptyList } from '../lists';
import {
  Bone,
  ErrorState,
  Notice,
  RefreshNotice,
  MadeUpNotice,
} from '../status';
import { FleetPaging } from './FleetPaging';
import { formatFilters, isFiltered, parseFilters } from './fleetState';
import { FleetTable } from './FleetTable';
import { FleetToolbar } from './FleetToolbar';
import { StateChips } from './StateChips';
import { useFleet } from './useFleet';

function Fleet() {
  const t = useT();
  const { filters, setFilters, cursors, setCursors } = useUrlFilters(
    parseFilters,
    formatFilters,
  );
  const { page, fellBack, scope } = useFleet(filters, cursors.at(-1));
  const sourcesPage = useOptionalRoute(sourcesRouteRef);
  const operationsPage = useOptionalRoute(operationsRouteRef);
  const retry = () => void page.refetch();
  const { data } = page;
  const narrowed = isFiltered(filters) || filters.scope === 'mine';

  return (
    <Box
      display="flex"
      flexDirection="column"
      gridGap={16}
      data-testid="delivery"
    >
      {data?.sandbox && <MadeUpNotice />}
      <Box
        display="flex"
        flexWrap="wrap"
        justifyContent="space-between"
        alignItems="baseline"
        gridGap={8}
      >
        <Typography variant="h6" component="h2">
          {t('pages.fleet.subtitle')}
        </Typography>
        <Box display="flex" gridGap={16}>
          {operationsPage && (
            <Typography variant="body2" component="span">
              <Link to={operationsPage}>{t('operationsPage.link')}</Link>
            </Typography>
          )}
          {sourcesPage && (
            <Typography variant="body2" component="span">
              <Link to={sourcesPage}>{t('pages.fleet.sourcesLink')}</Link>
            </Typography>
          )}
        </Box>
      </Box>
      <FleetToolbar
        filters={filters}
        scope={scope}
        page={data}
        onChange={setFilters}
      />
      <StateChips
        counts={data?.counts}
        selected={filters.states}
        onChange={states => setFilters({ states })}
      />
      {fellBack && <Notice tone="info">{t('pages.fleet.nothingMine')}</Notice>}
      {page.isError && data && (
        <RefreshNotice fetchedAt={page.dataUpdatedAt} onRetry={retry} />
      )}
      {page.isError && !data && (
        <ErrorState error={page.error} onRetry={retry} />
      )}
      {!page.isError && !data && (
        <div role="status" aria-busy aria-label={t('states.loading')}>
          <Bone height={420} />
        </div>
      )}
      {data && (
        <>
          <Box height={4} mb={-2}>
            {page.isPlaceholderData && (
              <LinearProgress aria-label={t('pages.fleet.updating')} />
            )}
          </Box>
          {data.items.length > 0 ? (
            <FleetTable
              page={data}
              chosen={filters.environments}
              busy={page.isPlaceholderData}
            />
          ) : (
            <EmptyList
              text={t(narrowed ? 'pages.fleet.none' : 'pages.fleet.nothing')}
              hint={t(
                narrowed ? 'pages.fleet.noneHint' : 'pages.fleet.nothingHint',
              )}
            />
          )}
          <FleetPaging
            page={data}
            limit={filters.limit}
            cursors={cursors}
            onCursors={setCursors}
            onLimit={limit => setFilters({ limit })}
          />
        </>
      )}
    </Box>
  );
}

/** The fleet page without a page around it. */
export function FleetContent() {
  return (
    <DeliveryQueryProvider>
      <Fleet />
    </DeliveryQueryProvider>
  );
}
