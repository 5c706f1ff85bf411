import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { WorkloadView } from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import { ListTable } from '../lists';
import { Health } from '../status';
import { ImageText } from './ImageText';
import { RolloutText, ScheduleText } from './progressTexts';

const useStyles = makeStyles({
  head: { fontWeight: 'inherit' },
});

/** The workloads of a target with their pods and images. */
export function WorkloadsTable(props: {
  workloads: WorkloadView[];
  stale: boolean;
}) {
  const { workloads, stale } = props;
  const classes = useStyles();
  const t = useT();
  return (
    <ListTable
      caption={t('targets.workloads')}
      columns={[
        { key: 'workload', label: t('targets.workload') },
        { key: 'status', label: t('targets.status') },
        { key: 'pods', label: t('targets.pods') },
        { key: 'images', label: t('targets.images') },
      ]}
      minWidth={720}
    >
      {workloads.map(workload => (
        <TableRow key={workload.id}>
          <TableCell
            component="th"
            scope="row"
            role="rowheader"
            className={classes.head}
          >
            {workload.name}
            <Typography variant="caption" color="textSecondary" component="div">
              {[workload.resource, workload.cluster, workload.namespace]
                .filter(Boolean)
                .join(' · ')}
            </Typography>
          </TableCell>
          <TableCell>
            <Health status={workload.health} stale={stale} />
            {workload.health.reason && (
              <Typography
                variant="caption"
                color="textSecondary"
                component="div"
              >
                {workload.health.reason}
              </Typography>
            )}
          </TableCell>
          <TableCell>
            {workload.replicas &&
              (workload.replicas.desired === 0
                ? t('targets.scaledToZero')
                : t('targets.replicas', {
                    ready: String(workload.replicas.ready),
                    desired: String(workload.replicas.desired),
                  }))}
            {workload.rollout && (
              <div>
                <RolloutText rollout={workload.rollout} />
              </div>
            )}
            {workload.schedule && (
              <div>
                <ScheduleText schedule={workload.schedule} />
              </div>
            )}
          </TableCell>
          <TableCell>
            {workload.images.map(image => (
              <ImageText
                key={`${image.repository}${image.tag}${image.digest}`}
                image={image}
              />
            ))}
          </TableCell>
        </TableRow>
      ))}
    </ListTable>
  );
}
