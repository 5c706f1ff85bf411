import { useApi } from '@backstage/core-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import type { EntityDelivery } from '@throughline/plugin-delivery-common';
import { deliveryApiRef } from '../../api';
import { useMorePages } from '../../hooks/useMorePages';
import { useT } from '../../hooks/useT';
import { type Column, EmptyList, ListTable, MoreButton } from '../lists';
import { ChangeRow } from './ChangeRow';
import { newestHere } from './newestHere';
import { ReachLegend } from './ReachLegend';

const NONE: ReadonlySet<string> = new Set();

/** Commits against environments: where each change is. */
export function ChangesList(props: { delivery: EntityDelivery }) {
  const { entityRef, changes, lanes, build } = props.delivery;
  const api = useApi(deliveryApiRef);
  const t = useT();
  const pages = useMorePages({
    key: [entityRef, 'changes'],
    first: changes,
    idOf: change => `${change.commit.repository}@${change.commit.sha}`,
    fetchPage: (cursor, signal) =>
      api.getChanges(parseEntityRef(entityRef), cursor, { signal }),
  });
  if (pages.items.length === 0) {
    return <EmptyList text={t('lists.changes.none')} />;
  }
  const environments = lanes.map(lane => lane.environment);
  const newest = newestHere(pages.items);
  const staleIn = new Set(
    lanes.flatMap(lane => (lane.staleSince ? [lane.environment.name] : [])),
  );
  const columns: Column[] = [
    { key: 'change', label: t('lists.changes.change') },
    { key: 'run', label: t('lists.changes.run'), width: 130 },
    { key: 'image', label: t('lists.changes.image'), width: 150 },
    ...environments.map(
      (environment): Column => ({
        key: `environment ${environment.name}`,
        label: environment.title,
        align: 'center',
        width: 110,
      }),
    ),
  ];
  return (
    <>
      <ListTable
        caption={t('lists.changes.caption')}
        columns={columns}
        minWidth={520 + environments.length * 110}
      >
        {pages.items.map(change => (
          <ChangeRow
            key={`${change.commit.repository}@${change.commit.sha}`}
            change={change}
            environments={environments}
            newestIn={newest.get(change.commit.sha) ?? NONE}
            staleIn={staleIn}
            staleRuns={build.staleSince !== undefined}
          />
        ))}
      </ListTable>
      <ReachLegend />
      <MoreButton pages={pages} />
    </>
  );
}
