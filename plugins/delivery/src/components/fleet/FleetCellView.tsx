import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { FleetCell } from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import { AgeText, Health, Sync } from '../status';

const useStyles = makeStyles(theme => ({
  version: {
    fontWeight: 600,
    overflowWrap: 'anywhere',
    fontSize: '0.875rem',
  },
  marks: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 1),
  },
}));

/** One service in one environment, in a few words. */
export function FleetCellView(props: { cell: FleetCell | undefined }) {
  const { cell } = props;
  const classes = useStyles();
  const t = useT();
  if (!cell) {
    return (
      <Typography variant="body2" color="textSecondary">
        {t('pages.fleet.notHere')}
      </Typography>
    );
  }
  const stale = cell.staleSince !== undefined;
  const remarks = [
    cell.targets > 1 &&
      t('pages.fleet.targets', { number: String(cell.targets) }),
    cell.driftCount > 0 &&
      t('pages.fleet.drift', { number: String(cell.driftCount) }),
    cell.behind !== undefined &&
      cell.behind > 0 &&
      t('pages.fleet.behind', { number: String(cell.behind) }),
    cell.contested && t('lanes.contested'),
  ].filter(Boolean);
  return (
    <div>
      <div className={classes.version}>
        {cell.version ?? (
          <Typography variant="body2" color="textSecondary" component="span">
            {t('pages.fleet.unknownVersion')}
          </Typography>
        )}
      </div>
      <div className={classes.marks}>
        <Health status={{ status: cell.health }} stale={stale} size="small" />
        {(cell.sync === 'outOfSync' || (cell.sync === 'unknown' && !stale)) && (
          <Sync status={{ status: cell.sync }} stale={stale} size="small" />
        )}
      </div>
      {(remarks.length > 0 || cell.staleSince) && (
        <Typography variant="caption" color="textSecondary" component="div">
          {remarks.join(' · ')}
          {cell.staleSince && (
            <>
              {remarks.length > 0 && ' · '}
              <AgeText
                at={cell.staleSince}
                text={age => t('status.seen', { age })}
              />
            </>
          )}
        </Typography>
      )}
    </div>
  );
}
