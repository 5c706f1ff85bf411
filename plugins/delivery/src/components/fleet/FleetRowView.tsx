import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { parseEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import type {
  EnvironmentInfo,
  FleetRow,
} from '@throughline/plugin-delivery-common';
import { useEntityTabPath } from '../../hooks/useEntityTabPath';
import { useT } from '../../hooks/useT';
import { Age, ExternalLink, Run } from '../status';
import { FleetCellView } from './FleetCellView';

const useStyles = makeStyles({
  head: { fontWeight: 'inherit' },
  title: { fontWeight: 600, overflowWrap: 'anywhere' },
});

/** A service and what of it runs where. */
export function FleetRowView(props: {
  row: FleetRow;
  environments: EnvironmentInfo[];
}) {
  const { row, environments } = props;
  const classes = useStyles();
  const t = useT();
  const tabPath = useEntityTabPath();
  return (
    <TableRow>
      <TableCell
        component="th"
        scope="row"
        role="rowheader"
        className={classes.head}
      >
        <Link
          to={tabPath(parseEntityRef(row.entityRef))}
          className={classes.title}
        >
          {row.title}
        </Link>
        <Typography variant="caption" color="textSecondary" component="div">
          {row.owner && (
            <EntityRefLink entityRef={row.owner} defaultKind="group" />
          )}
          {row.owner && row.system && ' · '}
          {row.system}
        </Typography>
      </TableCell>
      {environments.map(({ name }) => (
        <TableCell key={name}>
          <FleetCellView
            cell={row.cells.find(cell => cell.environment === name)}
          />
        </TableCell>
      ))}
      <TableCell>
        {row.lastRun ? (
          <>
            <ExternalLink to={row.lastRun.url}>
              <Run
                status={{ status: row.lastRun.status }}
                stale={row.lastRun.staleSince !== undefined}
                size="small"
              />
            </ExternalLink>
            {row.lastRun.finishedAt && (
              <Typography
                variant="caption"
                color="textSecondary"
                component="div"
              >
                <Age at={row.lastRun.finishedAt} />
              </Typography>
            )}
          </>
        ) : (
          <Typography variant="body2" color="textSecondary">
            {t('pages.cardNoRun')}
          </Typography>
        )}
      </TableCell>
    </TableRow>
  );
}
