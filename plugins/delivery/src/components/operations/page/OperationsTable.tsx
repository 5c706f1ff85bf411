import type { OperationView } from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';
import { type Column, ListTable } from '../../lists';
import { OperationRow } from './OperationRow';

/** Operations, newest first. */
export function OperationsTable(props: {
  operations: readonly OperationView[];
  busy: boolean;
}) {
  const t = useT();
  const columns: Column[] = [
    { key: 'toggle', label: t('states.errorDetails'), hidden: true, width: 40 },
    { key: 'when', label: t('operationsPage.when'), width: 110 },
    { key: 'what', label: t('operationsPage.what') },
    { key: 'who', label: t('operationsPage.who'), width: 120 },
    { key: 'entity', label: t('operationsPage.entity'), width: 140 },
    { key: 'environment', label: t('operationsPage.environment'), width: 110 },
    { key: 'version', label: t('operationsPage.version'), width: 130 },
    { key: 'state', label: t('operationsPage.state'), width: 180 },
    { key: 'reason', label: t('operationsPage.reason') },
    { key: 'gates', label: t('operationsPage.gates'), width: 80 },
    { key: 'duration', label: t('operationsPage.duration'), width: 80 },
  ];
  return (
    <ListTable
      caption={t('operationsPage.caption')}
      columns={columns}
      minWidth={1240}
      busy={props.busy}
    >
      {props.operations.map(operation => (
        <OperationRow
          key={operation.id}
          operation={operation}
          columns={columns.length}
        />
      ))}
    </ListTable>
  );
}
