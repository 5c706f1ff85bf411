import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { DeploymentView, Lane } from '@throughline/plugin-delivery-common';
import { formatDuration } from '../../hooks/times';
import { useT } from '../../hooks/useT';
import { RollBackAction } from '../operations';
import { Age, ExternalLink, Outcome, shortSha } from '../status';
import { DeploymentActor } from './DeploymentActor';
import { EvidenceButton } from './EvidenceButton';

const useStyles = makeStyles({
  head: { fontWeight: 'inherit', whiteSpace: 'nowrap' },
  wrap: { overflowWrap: 'anywhere' },
  to: { fontWeight: 600 },
});

function isConfigurationOnly({ from, to }: DeploymentView): boolean {
  return from !== undefined && from.label === to?.label;
}

function VersionStep(props: { deployment: DeploymentView }) {
  const { from, to } = props.deployment;
  const classes = useStyles();
  const t = useT();
  const before = from?.label;
  const after = to?.label ?? t('lanes.versionUnknown');
  if (isConfigurationOnly(props.deployment)) {
    return (
      <>
        <span className={classes.to}>{after}</span>{' '}
        <Typography variant="caption" color="textSecondary">
          {t('lists.history.configurationOnly')}
        </Typography>
      </>
    );
  }
  return (
    <>
      {before ? (
        `${before} → `
      ) : (
        <Typography variant="caption" color="textSecondary">
          {t('lists.history.firstKnown')}{' '}
        </Typography>
      )}
      <span className={classes.to} title={to?.commit?.subject}>
        {after}
      </span>
    </>
  );
}

/** A deployment: what changed where, who did it, how it ended. */
export function DeploymentRow(props: {
  entityRef: string;
  deployment: DeploymentView;
  /** Absent where its environment has no lane any more. */
  lane: Lane | undefined;
  /** The newest deployments of targets, by their ids. */
  newest: ReadonlyMap<string, DeploymentView>;
}) {
  const { deployment, lane, newest } = props;
  const classes = useStyles();
  const t = useT();
  const { configurationCommit } = deployment;
  const at = deployment.finishedAt ?? deployment.startedAt;
  return (
    <TableRow>
      <TableCell
        component="th"
        scope="row"
        role="rowheader"
        className={classes.head}
      >
        {at ? <Age at={at} /> : t('lists.history.unknownTime')}
      </TableCell>
      <TableCell>
        {lane?.environment.title ?? deployment.environment}
        <Typography variant="caption" color="textSecondary" component="div">
          {deployment.targetName}
        </Typography>
      </TableCell>
      <TableCell className={classes.wrap}>
        <VersionStep deployment={deployment} />
        {deployment.to?.commit && !isConfigurationOnly(deployment) && (
          <Typography variant="caption" color="textSecondary" component="div">
            <ExternalLink to={deployment.to.commit.url}>
              {deployment.to.commit.subject}
            </ExternalLink>
          </Typography>
        )}
      </TableCell>
      <TableCell>
        <Outcome status={deployment.outcome} />
        <RollBackAction deployment={deployment} lane={lane} newest={newest} />
        <EvidenceButton
          deployment={deployment}
          entityRef={props.entityRef}
          environment={lane?.environment.title ?? deployment.environment}
        />
        {deployment.message && deployment.outcome !== 'succeeded' && (
          <Typography
            variant="caption"
            color="textSecondary"
            component="div"
            className={classes.wrap}
          >
            {deployment.message}
          </Typography>
        )}
      </TableCell>
      <TableCell>
        <DeploymentActor deployment={deployment} />
      </TableCell>
      <TableCell>
        {formatDuration(deployment.startedAt, deployment.finishedAt)}
      </TableCell>
      <TableCell className={classes.wrap}>
        {configurationCommit ? (
          <>
            <ExternalLink to={configurationCommit.url}>
              {configurationCommit.subject}
            </ExternalLink>
            <Typography variant="caption" color="textSecondary" component="div">
              {shortSha(configurationCommit.sha)}{' '}
              {t('lists.changes.by', {
                author: configurationCommit.author.name,
              })}
            </Typography>
          </>
        ) : (
          <Typography variant="body2" color="textSecondary">
            {deployment.revisions.map(shortSha).join(', ')}
          </Typography>
        )}
      </TableCell>
    </TableRow>
  );
}
