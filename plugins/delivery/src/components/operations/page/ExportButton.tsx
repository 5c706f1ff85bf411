import { useApi } from '@backstage/core-plugin-api';
import { deliveryOperationsApiRef } from '../../../api';
import { useT } from '../../../hooks/useT';
import { SaveButton } from '../shared';
import { type OperationsFilters, operationsQuery } from './operationsState';

/** Saves what the filters let through, all pages of it, as CSV. */
export function ExportButton(props: { filters: OperationsFilters }) {
  const t = useT();
  const api = useApi(deliveryOperationsApiRef);
  return (
    <SaveButton
      label={t('operationsPage.export')}
      fileName="operations.csv"
      load={() => api.exportOperations(operationsQuery(props.filters))}
    />
  );
}
