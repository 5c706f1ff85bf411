import Chip from '@material-ui/core/Chip';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import CallSplit from '@material-ui/icons/CallSplit';
import {
  type ChangeView,
  type EnvironmentInfo,
  formatImageReference,
} from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import { CommitLine, ExternalLink, isSafeUrl, Run } from '../status';
import { ReachMark } from './ReachMark';

const useStyles = makeStyles(theme => ({
  head: { fontWeight: 'inherit', minWidth: 240 },
  tags: { display: 'flex', gap: theme.spacing(0.5), flexWrap: 'wrap' },
  chip: { margin: theme.spacing(0.5, 0, 0) },
  checks: { display: 'flex', gap: theme.spacing(0.5), alignItems: 'center' },
  image: { overflowWrap: 'anywhere' },
}));

/** A change and how far it has come. */
export function ChangeRow(props: {
  change: ChangeView;
  environments: EnvironmentInfo[];
  /** The environments where this is the newest change that runs. */
  newestIn: ReadonlySet<string>;
  /** The environments of which only the last known state is. */
  staleIn: ReadonlySet<string>;
  /** Of the runs only the last known state is. */
  staleRuns: boolean;
}) {
  const { change, environments, newestIn, staleIn, staleRuns } = props;
  const { commit, pullRequest, run, artifact } = change;
  const classes = useStyles();
  const t = useT();
  return (
    <TableRow>
      <TableCell
        component="th"
        scope="row"
        role="rowheader"
        className={classes.head}
      >
        <CommitLine commit={commit} />
        <span className={classes.tags}>
          {pullRequest && (
            <Chip
              size="small"
              variant="outlined"
              className={classes.chip}
              label={`#${pullRequest.number}`}
              title={pullRequest.title}
              aria-label={t('lists.changes.pullRequest', {
                number: String(pullRequest.number),
              })}
              {...(isSafeUrl(pullRequest.url)
                ? {
                    component: 'a',
                    href: pullRequest.url,
                    target: '_blank',
                    rel: 'noopener noreferrer',
                    clickable: true,
                  }
                : {})}
            />
          )}
          {pullRequest?.mergeQueue && (
            <Chip
              size="small"
              variant="outlined"
              className={classes.chip}
              title={pullRequest.mergeQueue.state}
              label={
                pullRequest.mergeQueue.position === undefined
                  ? t('lists.changes.queued')
                  : t('lists.changes.queuedAt', {
                      position: String(pullRequest.mergeQueue.position),
                    })
              }
            />
          )}
          {!change.onMain && (
            <Chip
              size="small"
              variant="outlined"
              className={classes.chip}
              icon={<CallSplit aria-hidden />}
              label={t('lists.changes.notOnMain')}
            />
          )}
        </span>
      </TableCell>
      <TableCell>
        {run ? (
          <ExternalLink to={run.url}>
            <Run status={run.status} stale={staleRuns} />
          </ExternalLink>
        ) : (
          <Typography variant="body2" color="textSecondary">
            {t('lists.changes.noRun')}
          </Typography>
        )}
        {change.checks && change.checks.status !== run?.status.status && (
          <Typography
            variant="caption"
            color="textSecondary"
            component="div"
            className={classes.checks}
          >
            {t('lists.changes.checks')}
            <Run size="small" status={change.checks} stale={staleRuns} />
          </Typography>
        )}
      </TableCell>
      <TableCell className={classes.image}>
        {artifact ? (
          <Typography
            variant="body2"
            title={`${formatImageReference(artifact.image)} · ${
              artifact.evidence.reason
            }`}
          >
            {artifact.evidence.certainty === 'inferred' && '≈ '}
            {artifact.image.tag ?? artifact.image.digest?.slice(0, 19)}
          </Typography>
        ) : (
          <Typography variant="body2" color="textSecondary">
            {t('lists.changes.noImage')}
          </Typography>
        )}
      </TableCell>
      {environments.map(({ name, title }) => (
        <TableCell key={name} align="center">
          <ReachMark
            environment={title}
            newest={newestIn.has(name)}
            stale={staleIn.has(name)}
            reach={
              change.reach.find(reach => reach.environment === name) ?? {
                environment: name,
                state: 'unknown',
                certainty: 'certain',
              }
            }
          />
        </TableCell>
      ))}
    </TableRow>
  );
}
