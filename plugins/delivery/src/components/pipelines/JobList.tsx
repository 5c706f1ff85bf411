import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { RunView } from '@throughline/plugin-delivery-common';
import { formatDuration } from '../../hooks/times';
import { useT } from '../../hooks/useT';
import { ExternalLink, Run } from '../status';

const useStyles = makeStyles(theme => ({
  root: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gap: theme.spacing(0.75),
  },
  item: {
    display: 'grid',
    gridTemplateColumns: '140px minmax(120px, 260px) 80px',
    gap: theme.spacing(1.5),
    alignItems: 'center',
  },
}));

/** The jobs of a run, with how each fared and how long it took. */
export function JobList(props: { run: RunView; label: string }) {
  const { run, label } = props;
  const classes = useStyles();
  const t = useT();
  if (run.jobs.length === 0) {
    return (
      <Typography variant="body2" color="textSecondary">
        {t('lists.runs.noJobs')}
      </Typography>
    );
  }
  return (
    <ul className={classes.root} aria-label={label}>
      {run.jobs.map(job => (
        <li key={`${job.name} ${job.startedAt}`} className={classes.item}>
          <Run
            status={job.status}
            size="small"
            stale={run.staleSince !== undefined}
          />
          <Typography variant="body2" component="span">
            <ExternalLink to={job.url}>{job.name}</ExternalLink>
          </Typography>
          <Typography variant="body2" color="textSecondary" component="span">
            {formatDuration(job.startedAt, job.finishedAt)}
          </Typography>
        </li>
      ))}
    </ul>
  );
}
