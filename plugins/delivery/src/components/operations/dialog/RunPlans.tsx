import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { PipelineRunPlan } from '@throughline/plugin-delivery-common';
import { SourceTag } from '../../status';

const useStyles = makeStyles(theme => ({
  root: { listStyle: 'none', margin: 0, padding: 0 },
  name: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0, 1) },
  parameters: {
    display: 'grid',
    gridTemplateColumns: 'max-content 1fr',
    gap: theme.spacing(0, 2),
    margin: theme.spacing(0.5, 0, 1, 2),
    fontFamily: 'monospace',
    overflowWrap: 'anywhere',
  },
  value: { margin: 0 },
}));

/** The pipelines that would be started, each with all that it would be told. */
export function RunPlans(props: { runs: readonly PipelineRunPlan[] }) {
  const classes = useStyles();
  return (
    <ul className={classes.root}>
      {props.runs.map(({ name, sourceId, parameters }) => (
        <li key={JSON.stringify([sourceId, name, parameters])}>
          <div className={classes.name}>
            <Typography variant="body2" component="span">
              <strong>{name}</strong>
            </Typography>
            <SourceTag id={sourceId} />
          </div>
          <dl className={classes.parameters}>
            {Object.entries(parameters).flatMap(([key, value]) => [
              <dt key={key}>{key}</dt>,
              <dd key={`${key}:`} className={classes.value}>
                {value}
              </dd>,
            ])}
          </dl>
        </li>
      ))}
    </ul>
  );
}
