import { useApi } from '@backstage/core-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import type { EntityDelivery } from '@throughline/plugin-delivery-common';
import { deliveryApiRef } from '../../api';
import { useMorePages } from '../../hooks/useMorePages';
import { useT } from '../../hooks/useT';
import { type Column, EmptyList, ListTable, MoreButton } from '../lists';
import { RollBacksOff } from '../operations';
import { DeploymentRow } from './DeploymentRow';
import { GapRow } from './GapRow';

/** The deployments of an entity, newest first, with the gaps where something was forgotten. */
export function HistoryList(props: { delivery: EntityDelivery }) {
  const { entityRef, history, lanes } = props.delivery;
  const api = useApi(deliveryApiRef);
  const t = useT();
  const pages = useMorePages({
    key: [entityRef, 'history'],
    first: history,
    idOf: entry => entry.id,
    fetchPage: (cursor, signal) =>
      api.getHistory(parseEntityRef(entityRef), cursor, { signal }),
  });
  if (pages.items.length === 0) {
    return <EmptyList text={t('lists.history.none')} />;
  }
  const laneOf = (name: string) =>
    lanes.find(lane => lane.environment.name === name);
  const newest = new Map(
    pages.items
      .flatMap(entry =>
        entry.type === 'deployment' ? [[entry.targetId, entry] as const] : [],
      )
      // The newest stand first, and are to count.
      .reverse(),
  );
  const columns: Column[] = [
    { key: 'when', label: t('lists.history.when'), width: 110 },
    { key: 'environment', label: t('lists.history.environment'), width: 150 },
    { key: 'change', label: t('lists.history.change') },
    { key: 'outcome', label: t('lists.history.outcome'), width: 140 },
    { key: 'who', label: t('lists.history.who'), width: 200 },
    { key: 'duration', label: t('lists.history.duration'), width: 80 },
    { key: 'configuration', label: t('lists.history.configuration') },
  ];
  return (
    <>
      <RollBacksOff lanes={lanes} />
      <ListTable
        caption={t('lists.history.caption')}
        columns={columns}
        minWidth={900}
      >
        {pages.items.map(entry =>
          entry.type === 'gap' ? (
            <GapRow
              key={entry.id}
              gap={entry}
              environment={
                laneOf(entry.environment)?.environment.title ??
                entry.environment
              }
              columns={columns.length}
            />
          ) : (
            <DeploymentRow
              key={entry.id}
              entityRef={entityRef}
              deployment={entry}
              lane={laneOf(entry.environment)}
              newest={newest}
            />
          ),
        )}
      </ListTable>
      <MoreButton pages={pages} />
    </>
  );
}
