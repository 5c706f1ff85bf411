import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Dns from '@material-ui/icons/DnsOutlined';
import Layers from '@material-ui/icons/LayersOutlined';
import PublicOutlined from '@material-ui/icons/PublicOutlined';
import StorageOutlined from '@material-ui/icons/StorageOutlined';
import type { TargetView } from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import { Health, Sync } from '../status';

const ICONS = {
  application: Layers,
  workload: Dns,
  environment: PublicOutlined,
  infrastructure: StorageOutlined,
};

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 2),
    width: '100%',
    minWidth: 0,
  },
  name: {
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    flex: '1 1 220px',
    minWidth: 0,
    overflowWrap: 'anywhere',
  },
  icon: { fontSize: '1.125rem', color: theme.palette.text.secondary },
  version: { flex: '0 1 130px', fontWeight: 600, overflowWrap: 'anywhere' },
  replicas: { flex: '0 1 110px' },
}));

/** One target in a line. */
export function TargetSummary(props: { target: TargetView }) {
  const { target } = props;
  const classes = useStyles();
  const t = useT();
  const Icon = ICONS[target.type];
  const stale = target.staleSince !== undefined;
  return (
    <div className={classes.root}>
      <span className={classes.name}>
        <Icon aria-hidden className={classes.icon} />
        <Typography variant="body2" component="span">
          <strong>{target.qualifier ?? target.name}</strong>
          {target.qualifier && ` ${target.name}`}
        </Typography>
      </span>
      <Typography variant="body2" component="span" className={classes.version}>
        {target.version?.label}
      </Typography>
      {target.replicas && (
        <Typography
          variant="body2"
          component="span"
          color="textSecondary"
          className={classes.replicas}
        >
          {target.replicas.desired === 0
            ? t('targets.scaledToZero')
            : t('targets.replicas', {
                ready: String(target.replicas.ready),
                desired: String(target.replicas.desired),
              })}
        </Typography>
      )}
      <Health status={target.health} stale={stale} />
      <Sync status={target.sync} stale={stale} />
    </div>
  );
}
