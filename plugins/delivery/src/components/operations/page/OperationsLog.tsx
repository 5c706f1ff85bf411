import Box from '@material-ui/core/Box';
import type { OperationsPage } from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';
import type { UrlFilters } from '../../../hooks/useUrlFilters';
import { EmptyList } from '../../lists';
import { ExportButton } from './ExportButton';
import { FreezeControl } from './FreezeControl';
import { OperationsPaging } from './OperationsPaging';
import { isFiltered, type OperationsFilters } from './operationsState';
import { OperationsTable } from './OperationsTable';

/** A page of the log, with what can be done to it and to the fleet. */
export function OperationsLog(props: {
  page: OperationsPage;
  navigation: UrlFilters<OperationsFilters>;
  busy: boolean;
}) {
  const { page, navigation, busy } = props;
  const { filters, cursors, setCursors } = navigation;
  const t = useT();
  const narrowed = isFiltered(filters);
  return (
    <>
      {page.freeze && <FreezeControl page={page} />}
      {(page.mayExport || (page.mayFreeze && !page.freeze)) && (
        <Box display="flex" flexWrap="wrap" alignItems="center" gridGap={8}>
          {page.mayExport && <ExportButton filters={filters} />}
          {!page.freeze && <FreezeControl page={page} />}
        </Box>
      )}
      {page.items.length > 0 ? (
        <OperationsTable operations={page.items} busy={busy} />
      ) : (
        <EmptyList
          text={t(narrowed ? 'operationsPage.none' : 'operationsPage.nothing')}
          hint={t(
            narrowed ? 'operationsPage.noneHint' : 'operationsPage.nothingHint',
          )}
        />
      )}
      <OperationsPaging
        nextCursor={page.nextCursor}
        cursors={cursors}
        onCursors={setCursors}
      />
    </>
  );
}
