import { Fragment } from 'react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import ChevronRight from '@material-ui/icons/ChevronRight';
import type { Lane } from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import { isContested } from '../lanes/laneSummary';
import { Health, Sync } from '../status';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-start',
    gap: theme.spacing(1),
    listStyle: 'none',
    margin: 0,
    padding: 0,
  },
  lane: { minWidth: 92, flex: '1 1 auto' },
  version: { fontWeight: 600, overflowWrap: 'anywhere' },
  arrow: {
    alignSelf: 'center',
    color: theme.palette.text.secondary,
    fontSize: '1.125rem',
  },
  marks: { display: 'flex', gap: theme.spacing(0.25, 1), flexWrap: 'wrap' },
}));

/** The environments in one line: what runs in each and how it fares. */
export function LaneLine(props: { lanes: Lane[] }) {
  const { lanes } = props;
  const classes = useStyles();
  const t = useT();
  return (
    <ol className={classes.root}>
      {lanes.map((lane, index) => {
        const stale = lane.staleSince !== undefined;
        return (
          <Fragment key={lane.environment.name}>
            {index > 0 && (
              <li aria-hidden className={classes.arrow}>
                <ChevronRight fontSize="inherit" />
              </li>
            )}
            <li className={classes.lane}>
              <Typography
                variant="caption"
                color="textSecondary"
                component="div"
              >
                {lane.environment.title}
              </Typography>
              <Typography
                variant="body2"
                component="div"
                className={classes.version}
              >
                {lane.version?.label ??
                  (lane.targets.length > 0
                    ? t('lanes.versionUnknown')
                    : t('lanes.noVersion'))}
              </Typography>
              {lane.targets.length > 0 && (
                <span className={classes.marks}>
                  <Health status={lane.health} stale={stale} size="small" />
                  {lane.sync.status === 'outOfSync' && (
                    <Sync status={lane.sync} stale={stale} size="small" />
                  )}
                </span>
              )}
              {isContested(lane) && (
                <Typography variant="caption" component="div">
                  {t('lanes.contested')}
                </Typography>
              )}
            </li>
          </Fragment>
        );
      })}
    </ol>
  );
}
