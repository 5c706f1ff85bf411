import { useState } from 'react';
import IconButton from '@material-ui/core/IconButton';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import KeyboardArrowDown from '@material-ui/icons/KeyboardArrowDown';
import KeyboardArrowRight from '@material-ui/icons/KeyboardArrowRight';
import type { RunView } from '@throughline/plugin-delivery-common';
import { formatDuration } from '../../hooks/times';
import { useT } from '../../hooks/useT';
import { useUniqueId } from '../../hooks/useUniqueId';
import { RunActions } from '../operations';
import { Age, AgeText, ExternalLink, Run, shortSha } from '../status';
import { JobList } from './JobList';

const useStyles = makeStyles(theme => ({
  marks: { display: 'flex', gap: theme.spacing(0.25), flexWrap: 'wrap' },
  jobs: { backgroundColor: theme.palette.background.default },
  head: { fontWeight: 'inherit', overflowWrap: 'anywhere' },
  sha: { fontFamily: 'monospace' },
  toggle: { margin: '-5px -8px' },
  actions: { display: 'block', margin: '-4px 0' },
}));

/** How a run is called by people. */
function runName(run: RunView): string {
  return run.number ? `${run.pipeline} #${run.number}` : run.pipeline;
}

/** A pipeline run; its jobs open below it. */
export function RunRow(props: {
  run: RunView;
  columns: number;
  /** Whether the list has a column for what can be done. */
  withActions: boolean;
}) {
  const { run, columns, withActions } = props;
  const classes = useStyles();
  const t = useT();
  const id = useUniqueId('delivery-jobs');
  const [open, setOpen] = useState(false);
  const name = runName(run);
  const stale = run.staleSince !== undefined;
  const who = [run.trigger, run.actor?.name].filter(Boolean).join(' · ');
  return (
    <>
      <TableRow>
        <TableCell>
          <IconButton
            size="small"
            className={classes.toggle}
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            aria-label={t('lists.runs.showJobs', { run: name })}
            onClick={() => setOpen(!open)}
          >
            {open ? <KeyboardArrowDown /> : <KeyboardArrowRight />}
          </IconButton>
        </TableCell>
        <TableCell>
          <Run status={run.status} stale={stale} />
          {run.staleSince && (
            <Typography variant="caption" color="textSecondary" component="div">
              <AgeText
                at={run.staleSince}
                text={age => t('status.seen', { age })}
              />
            </Typography>
          )}
        </TableCell>
        <TableCell
          component="th"
          scope="row"
          role="rowheader"
          className={classes.head}
        >
          <ExternalLink to={run.url}>{name}</ExternalLink>
          {run.attempt !== undefined && run.attempt > 1 && (
            <Typography variant="caption" color="textSecondary" component="div">
              {t('lists.runs.attempt', { attempt: String(run.attempt) })}
            </Typography>
          )}
        </TableCell>
        <TableCell style={{ overflowWrap: 'anywhere' }}>
          {run.commit && (
            <>
              <ExternalLink to={run.commit.url}>
                {run.commit.subject ?? shortSha(run.commit.sha)}
              </ExternalLink>
              <Typography
                variant="caption"
                color="textSecondary"
                component="div"
              >
                <span className={classes.sha}>{shortSha(run.commit.sha)}</span>
                {run.branch && ` · ${run.branch}`}
              </Typography>
            </>
          )}
        </TableCell>
        <TableCell>{who}</TableCell>
        <TableCell>
          <Age at={run.startedAt ?? run.createdAt} />
        </TableCell>
        <TableCell>{formatDuration(run.startedAt, run.finishedAt)}</TableCell>
        <TableCell>
          <span className={classes.marks}>
            {run.jobs.map(job => (
              <span key={`${job.name} ${job.startedAt}`} title={job.name}>
                <Run iconOnly size="small" status={job.status} stale={stale} />
              </span>
            ))}
          </span>
        </TableCell>
        {withActions && (
          <TableCell>
            <span className={classes.actions}>
              <RunActions runId={run.id} name={name} />
            </span>
          </TableCell>
        )}
      </TableRow>
      {open && (
        <TableRow id={id} className={classes.jobs}>
          <TableCell />
          <TableCell colSpan={columns - 1}>
            <JobList run={run} label={t('lists.runs.jobsOf', { run: name })} />
          </TableCell>
        </TableRow>
      )}
    </>
  );
}
