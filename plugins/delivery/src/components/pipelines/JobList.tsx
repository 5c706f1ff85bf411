import type { ReactNode } from 'react';
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
  parameter: { marginRight: theme.spacing(1.5), overflowWrap: 'anywhere' },
}));

/** The jobs of a run, with how each fared and how long it took; how its tests went, and what it was started with. */
export function JobList(props: { run: RunView; label: string }) {
  const { run, label } = props;
  const classes = useStyles();
  const t = useT();
  if (run.access === 'statusOnly') {
    return <Remark>{t('lists.runs.statusOnly')}</Remark>;
  }
  return (
    <>
      <Jobs run={run} label={label} />
      {run.tests && (
        <Remark>
          {t('lists.runs.tests', {
            passed: String(run.tests.passed),
            failed: String(run.tests.failed),
            skipped: String(run.tests.skipped),
          })}
        </Remark>
      )}
      {run.parameters && Object.keys(run.parameters).length > 0 && (
        <Remark>
          {t('lists.runs.parameters')}{' '}
          {Object.entries(run.parameters).map(([name, value]) => (
            <code key={name} className={classes.parameter}>
              {name}={value}
            </code>
          ))}
        </Remark>
      )}
    </>
  );
}

function Remark(props: { children: ReactNode }) {
  return (
    <Typography variant="body2" component="div">
      {props.children}
    </Typography>
  );
}

function Jobs(props: { run: RunView; label: string }) {
  const { run, label } = props;
  const classes = useStyles();
  const t = useT();
  if (run.jobs.length === 0) {
    return <Remark>{t('lists.runs.noJobs')}</Remark>;
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
          <Typography variant="body2" component="span">
            {formatDuration(job.startedAt, job.finishedAt)}
          </Typography>
        </li>
      ))}
    </ul>
  );
}
