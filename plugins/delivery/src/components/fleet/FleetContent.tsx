import { DeliveryQueryProvider } from '../../hooks/DeliveryQueryProvider';
import { useOptionalRoute } from '../../hooks/useOptionalRoute';
import { useT } from '../../hooks/useT';
import { useUrlFilters } from '../../hooks/useUrlFilters';
import { operationsRouteRef, sourcesRouteRef } from '../../routes';
import { PageFrame, QueryStates, UpdatingBar } from '../frame';
import { EmptyList } from '../lists';
import { MadeUpNotice, Notice } from '../status';
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
  const { data } = page;
  const narrowed = isFiltered(filters) || filters.scope === 'mine';

  return (
    <PageFrame
      subtitle={t('pages.fleet.subtitle')}
      notice={data?.sandbox && <MadeUpNotice />}
      links={[
        { to: operationsPage, text: t('operationsPage.link') },
        { to: sourcesPage, text: t('pages.fleet.sourcesLink') },
      ]}
    >
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
      <QueryStates query={page} height={420} />
      {data && (
        <>
          <UpdatingBar on={page.isPlaceholderData} />
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
    </PageFrame>
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
