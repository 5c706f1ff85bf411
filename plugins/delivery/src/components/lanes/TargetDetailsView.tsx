import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { TargetView } from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import { DriftList } from './DriftList';
import { LiveDetails } from './LiveDetails';
import { TargetFacts } from './TargetFacts';
import { TargetNotices } from './TargetNotices';
import { WorkloadsTable } from './WorkloadsTable';

const useStyles = makeStyles({
  title: { fontSize: '0.875rem', fontWeight: 600 },
});

/** All that is known of one target; where only its status may be seen, why that is so. */
export function TargetDetailsView(props: {
  target: TargetView;
  entityRef: string;
}) {
  const { target, entityRef } = props;
  const classes = useStyles();
  const t = useT();
  const full = target.access === 'full';
  return (
    <Box display="flex" flexDirection="column" gridGap={16}>
      <TargetNotices target={target} />
      <TargetFacts target={target} />
      {target.drift && target.drift.resources.length > 0 && (
        <DriftList drift={target.drift} />
      )}
      {full && target.workloads && (
        <div>
          <Typography component="h4" className={classes.title}>
            {t('targets.workloads')}
          </Typography>
          {target.workloads.length > 0 ? (
            <WorkloadsTable
              workloads={target.workloads}
              stale={target.staleSince !== undefined}
            />
          ) : (
            <Typography variant="body2" color="textSecondary">
              {t('targets.noWorkloads')}
            </Typography>
          )}
        </div>
      )}
      {full && <LiveDetails targetId={target.id} entityRef={entityRef} />}
    </Box>
  );
}
