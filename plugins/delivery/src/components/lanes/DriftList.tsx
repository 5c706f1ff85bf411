import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { TargetView } from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';

const useStyles = makeStyles(theme => ({
  list: { margin: 0, paddingLeft: theme.spacing(2.5) },
  title: { fontSize: '0.875rem', fontWeight: 600 },
}));

/** The resources whose live state is not what is desired, as the controller itself judges. */
export function DriftList(props: { drift: NonNullable<TargetView['drift']> }) {
  const { drift } = props;
  const classes = useStyles();
  const t = useT();
  return (
    <div>
      <Typography component="h4" className={classes.title}>
        {t('targets.drifted')}
      </Typography>
      <ul className={classes.list}>
        {drift.resources.map(resource => (
          <Typography
            key={`${resource.group}/${resource.kind}/${resource.namespace}/${resource.name}`}
            variant="body2"
            component="li"
          >
            {resource.kind} <strong>{resource.name}</strong>
            {resource.namespace && ` (${resource.namespace})`} ·{' '}
            {resource.status}
            {resource.message && ` · ${resource.message}`}
          </Typography>
        ))}
      </ul>
      {drift.count > drift.resources.length && (
        <Typography variant="caption" color="textSecondary">
          {t('targets.driftedMore', { number: String(drift.count) })}
        </Typography>
      )}
    </div>
  );
}
