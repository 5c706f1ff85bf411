import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  ImageVersion,
  WorkloadView,
} from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import { Health } from '../status';
import { RolloutText, ScheduleText } from './progressTexts';

const useStyles = makeStyles({
  image: { fontFamily: 'monospace', fontSize: '0.8125rem' },
  cell: { overflowWrap: 'anywhere', verticalAlign: 'top' },
});

function ImageText(props: { image: ImageVersion }) {
  const { repository, tag, digest } = props.image;
  const classes = useStyles();
  return (
    <div className={classes.image} title={digest}>
      {repository}
      {tag && `:${tag}`}
      {digest && (
        <Typography variant="caption" color="textSecondary">
          {' '}
          {digest.slice(0, 19)}…
        </Typography>
      )}
    </div>
  );
}

/** The workloads of a target with their pods and images. */
export function WorkloadsTable(props: {
  workloads: WorkloadView[];
  stale: boolean;
}) {
  const { workloads, stale } = props;
  const classes = useStyles();
  const t = useT();
  return (
    <TableContainer>
      <Table size="small" aria-label={t('targets.workloads')}>
        <TableHead>
          <TableRow>
            <TableCell scope="col">{t('targets.workload')}</TableCell>
            <TableCell scope="col">{t('targets.status')}</TableCell>
            <TableCell scope="col">{t('targets.pods')}</TableCell>
            <TableCell scope="col">{t('targets.images')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {workloads.map(workload => (
            <TableRow key={workload.id}>
              <TableCell className={classes.cell} component="th" scope="row">
                {workload.name}
                <Typography
                  variant="caption"
                  color="textSecondary"
                  component="div"
                >
                  {[workload.resource, workload.cluster, workload.namespace]
                    .filter(Boolean)
                    .join(' · ')}
                </Typography>
              </TableCell>
              <TableCell className={classes.cell}>
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
              <TableCell className={classes.cell}>
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
              <TableCell className={classes.cell}>
                {workload.images.map(image => (
                  <ImageText
                    key={`${image.repository}${image.tag}${image.digest}`}
                    image={image}
                  />
                ))}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
