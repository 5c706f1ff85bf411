import { deliveryOperationsReadPermission } from '@throughline/plugin-delivery-common';
import { DeliveryQueryProvider } from '../../../hooks/DeliveryQueryProvider';
import { useOptionalRoute } from '../../../hooks/useOptionalRoute';
import { useT } from '../../../hooks/useT';
import { useUrlFilters } from '../../../hooks/useUrlFilters';
import { fleetRouteRef } from '../../../routes';
import { PageFrame, QueryStates, UpdatingBar } from '../../frame';
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
  const { data } = log;
  return (
    <PageFrame
      subtitle={t('operationsPage.subtitle')}
      links={[{ to: fleetPage, text: t('pages.sources.fleetLink') }]}
    >
      <OperationsToolbar filters={filters} onChange={setFilters} />
      <QueryStates
        query={log}
        height={420}
        permission={deliveryOperationsReadPermission.name}
      />
      {data && (
        <>
          <UpdatingBar on={log.isPlaceholderData} />
          <OperationsLog
            page={data}
            navigation={navigation}
            busy={log.isPlaceholderData}
          />
        </>
      )}
    </PageFrame>
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
