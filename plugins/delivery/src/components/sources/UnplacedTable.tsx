import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useApi } from '@backstage/core-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import type { SourcesPage } from '@throughline/plugin-delivery-common';
import { deliveryApiRef } from '../../api';
import { useMorePages } from '../../hooks/useMorePages';
import { useT } from '../../hooks/useT';
import { type Column, EmptyList, ListTable, MoreButton } from '../lists';

const useStyles = makeStyles(theme => ({
  head: { fontWeight: 'inherit' },
  list: {
    margin: 0,
    paddingLeft: theme.spacing(2),
    overflowWrap: 'anywhere',
  },
}));

/** The targets that no rule places or that are contested, each with what was tried. */
export function UnplacedTable(props: { unplaced: SourcesPage['unplaced'] }) {
  const { unplaced } = props;
  const classes = useStyles();
  const api = useApi(deliveryApiRef);
  const t = useT();
  const pages = useMorePages({
    key: ['unplaced'],
    first: unplaced,
    idOf: target => target.id,
    fetchPage: async (cursor, signal) =>
      (await api.getSources(cursor, { signal })).unplaced,
  });
  if (pages.items.length === 0) {
    return <EmptyList text={t('pages.sources.unplacedNone')} />;
  }
  const columns: Column[] = [
    { key: 'target', label: t('pages.sources.target'), width: '26%' },
    { key: 'why', label: t('pages.sources.why'), width: '20%' },
    { key: 'tried', label: t('pages.sources.tried') },
    { key: 'claimedBy', label: t('pages.sources.claimedBy'), width: '18%' },
  ];
  return (
    <>
      <ListTable
        caption={t('pages.sources.unplaced')}
        columns={columns}
        minWidth={820}
      >
        {pages.items.map(target => (
          <TableRow key={target.id}>
            <TableCell
              component="th"
              scope="row"
              role="rowheader"
              className={classes.head}
            >
              {target.resource} <strong>{target.name}</strong>
              <Typography
                variant="caption"
                color="textSecondary"
                component="div"
              >
                {[target.sourceId, target.cluster, target.namespace]
                  .filter(Boolean)
                  .join(' · ')}
              </Typography>
            </TableCell>
            <TableCell>{t(`pages.sources.${target.reason}`)}</TableCell>
            <TableCell>
              <ul className={classes.list}>
                {target.tried.map(line => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </TableCell>
            <TableCell>
              {target.claimedBy.map(ref => (
                <div key={ref}>
                  <EntityRefLink entityRef={ref} />
                </div>
              ))}
            </TableCell>
          </TableRow>
        ))}
      </ListTable>
      <Typography variant="caption" component="p">
        {t('pages.sources.shown', {
          shown: String(pages.items.length),
          total: String(unplaced.total),
        })}
      </Typography>
      <MoreButton pages={pages} />
    </>
  );
}
