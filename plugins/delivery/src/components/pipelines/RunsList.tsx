import { useApi } from '@backstage/core-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import type { EntityDelivery } from '@throughline/plugin-delivery-common';
import { deliveryApiRef } from '../../api';
import { useMorePages } from '../../hooks/useMorePages';
import { useT } from '../../hooks/useT';
import { type Column, EmptyList, ListTable, MoreButton } from '../lists';
import { RunPipelineMenu, useOperations } from '../operations';
import { RunRow } from './RunRow';

/** The pipeline runs of an entity, newest first. */
export function RunsList(props: { delivery: EntityDelivery }) {
  const { entityRef, runs } = props.delivery;
  const api = useApi(deliveryApiRef);
  const t = useT();
  const { operations } = useOperations();
  const pages = useMorePages({
    key: [entityRef, 'runs'],
    first: runs,
    idOf: run => run.id,
    fetchPage: (cursor, signal) =>
      api.getRuns(parseEntityRef(entityRef), cursor, { signal }),
  });
  if (pages.items.length === 0) {
    return (
      <>
        <RunPipelineMenu />
        <EmptyList text={t('lists.runs.none')} />
      </>
    );
  }
  const withActions = pages.items.some(
    run => (operations?.runs[run.id] ?? []).length > 0,
  );
  const columns: Column[] = [
    { key: 'toggle', label: t('lists.runs.jobs'), hidden: true, width: 40 },
    { key: 'status', label: t('lists.runs.status'), width: 140 },
    { key: 'pipeline', label: t('lists.runs.pipeline') },
    { key: 'commit', label: t('lists.runs.commit') },
    { key: 'trigger', label: t('lists.runs.trigger') },
    { key: 'started', label: t('lists.runs.started'), width: 120 },
    { key: 'duration', label: t('lists.runs.duration'), width: 90 },
    { key: 'jobs', label: t('lists.runs.jobs'), width: 110 },
    ...(withActions
      ? [
          {
            key: 'actions',
            label: t('operations.menu.actions'),
            hidden: true,
            width: 48,
          },
        ]
      : []),
  ];
  return (
    <>
      <RunPipelineMenu />
      <ListTable
        caption={t('lists.runs.caption')}
        columns={columns}
        minWidth={860}
      >
        {pages.items.map(run => (
          <RunRow
            key={run.id}
            run={run}
            columns={columns.length}
            withActions={withActions}
          />
        ))}
      </ListTable>
      <MoreButton pages={pages} />
    </>
  );
}
