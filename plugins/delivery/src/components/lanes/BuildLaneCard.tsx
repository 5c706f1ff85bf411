import Chip from '@material-ui/core/Chip';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { BuildLane } from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import {
  AgeText,
  Attestations,
  CommitLine,
  ExternalLink,
  Run,
  runLooks,
  SourceTag,
  type Tone,
} from '../status';
import { LaneFrame } from './LaneFrame';

const useStyles = makeStyles(theme => ({
  version: {
    fontFamily: theme.typography.fontFamily,
    fontSize: '1.375rem',
    fontWeight: 600,
    lineHeight: 1.25,
    overflowWrap: 'anywhere',
  },
  run: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.25, 1) },
}));

function buildTone(build: BuildLane): Tone {
  return build.run && !build.staleSince
    ? runLooks[build.run.status.status].tone
    : 'neutral';
}

/** Where new versions come from: the newest change, its run and its image. */
export function BuildLaneCard(props: { build: BuildLane }) {
  const { build } = props;
  const classes = useStyles();
  const t = useT();
  const { commit, run, artifact } = build;
  const stale = build.staleSince !== undefined;
  const tag = artifact?.image.tag ?? artifact?.image.digest?.slice(0, 19);
  return (
    <LaneFrame
      title={t('lanes.build')}
      tone={buildTone(build)}
      tag={
        build.branch ? (
          <Chip
            size="small"
            variant="outlined"
            label={build.branch}
            title={t('lanes.branch', { branch: build.branch })}
            style={{ margin: 0 }}
          />
        ) : undefined
      }
      foot={run ? <SourceTag id={run.sourceId} /> : undefined}
    >
      <div>
        {tag && (
          <div
            className={classes.version}
            title={`${artifact?.image.repository}:${tag}`}
          >
            {tag}
          </div>
        )}
        {commit ? (
          <CommitLine commit={commit} />
        ) : (
          <Typography variant="body2" color="textSecondary">
            {build.unknownBecause ?? t('lanes.commitUnknown')}
          </Typography>
        )}
      </div>
      {run ? (
        <div className={classes.run}>
          <Run status={run.status} stale={stale} />
          <Typography variant="body2" component="span">
            <ExternalLink to={run.url}>
              {run.pipeline}
              {run.number && ` #${run.number}`}
            </ExternalLink>
          </Typography>
        </div>
      ) : (
        commit && (
          <Typography variant="body2" color="textSecondary">
            {t('lanes.noRun')}
          </Typography>
        )
      )}
      {build.staleSince && (
        <Typography variant="caption" color="textSecondary" component="div">
          <AgeText
            at={build.staleSince}
            text={age => t('status.seen', { age })}
          />
        </Typography>
      )}
      {artifact?.attestations && (
        <Attestations attestations={artifact.attestations} />
      )}
      {commit && !artifact && (
        <Typography variant="caption" color="textSecondary" component="div">
          {t('lanes.noArtifact')}
        </Typography>
      )}
    </LaneFrame>
  );
}
