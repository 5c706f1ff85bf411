import Button from '@material-ui/core/Button';
import Chip from '@material-ui/core/Chip';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import ExpandLess from '@material-ui/icons/ExpandLess';
import ExpandMore from '@material-ui/icons/ExpandMore';
import type { Lane } from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import { TargetActions } from '../operations';
import { AgeText, Health, SourceTag, Sync } from '../status';
import { LaneFrame } from './LaneFrame';
import { LaneRemarks } from './LaneRemarks';
import { LaneVitals } from './LaneVitals';
import { laneSummary } from './laneSummary';
import { laneTone } from './laneTone';
import { TargetDots } from './TargetDots';
import { VersionTitle } from './VersionTitle';

const useStyles = makeStyles(theme => ({
  tag: { display: 'flex', alignItems: 'center', gap: theme.spacing(0.5) },
  statuses: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.25, 1.5),
  },
  sources: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0, 1) },
  toggle: { textTransform: 'none', marginLeft: theme.spacing(-1) },
}));

/** An environment: what runs there, since when, and how it fares. */
export function LaneCard(props: {
  lane: Lane;
  titleOf(environment: string): string;
  open: boolean;
  panelId: string;
  onToggle(): void;
}) {
  const { lane, titleOf, open, panelId, onToggle } = props;
  const classes = useStyles();
  const t = useT();
  const { environment, targets } = lane;
  const stale = lane.staleSince !== undefined;
  const isPlain =
    environment.title.toLocaleLowerCase() ===
    t('lanes.production').toLocaleLowerCase();
  const summary = laneSummary(lane, t);
  const sources = [...new Set(targets.map(target => target.sourceId))];
  const reason =
    lane.health.status === 'unknown' ? lane.health.reason : undefined;

  return (
    <LaneFrame
      title={environment.title}
      tone={laneTone(lane)}
      tag={
        <span className={classes.tag}>
          {environment.production && !isPlain && (
            <Chip
              size="small"
              variant="outlined"
              label={t('lanes.production')}
              style={{ margin: 0 }}
            />
          )}
          {targets.length === 1 && <TargetActions target={targets[0]} />}
        </span>
      }
      foot={
        targets.length > 0 ? (
          <>
            <Button
              size="small"
              className={classes.toggle}
              aria-expanded={open}
              aria-controls={open ? panelId : undefined}
              aria-label={`${t('lanes.targets', {
                count: targets.length,
              })}: ${t(open ? 'lanes.hideTargets' : 'lanes.showTargets', {
                environment: environment.title,
              })}`}
              endIcon={open ? <ExpandLess /> : <ExpandMore />}
              onClick={onToggle}
            >
              {t('lanes.targets', { count: targets.length })}
            </Button>
            <span className={classes.sources}>
              {sources.map(id => (
                <SourceTag key={id} id={id} />
              ))}
            </span>
          </>
        ) : undefined
      }
    >
      <VersionTitle
        version={lane.version}
        whenAbsent={
          targets.length > 0 ? t('lanes.versionUnknown') : t('lanes.noTargets')
        }
      />
      {targets.length > 0 && (
        <div className={classes.statuses}>
          <Health status={lane.health} stale={stale} />
          <Sync status={lane.sync} stale={stale} />
        </div>
      )}
      {(lane.staleSince || lane.deployedAt) && (
        <Typography variant="caption" color="textSecondary" component="div">
          {lane.staleSince ? (
            <AgeText
              at={lane.staleSince}
              text={age => t('status.seen', { age })}
            />
          ) : (
            lane.deployedAt && (
              <AgeText
                at={lane.deployedAt}
                text={age => t('lanes.deployed', { age })}
              />
            )
          )}
        </Typography>
      )}
      {reason && targets.length > 0 && (
        <Typography variant="caption" color="textSecondary" component="div">
          {reason}
        </Typography>
      )}
      {summary && (
        <Typography variant="body2" component="div">
          {summary}
        </Typography>
      )}
      {targets.length > 1 && <TargetDots targets={targets} />}
      <LaneVitals lane={lane} />
      <LaneRemarks lane={lane} titleOf={titleOf} />
    </LaneFrame>
  );
}
