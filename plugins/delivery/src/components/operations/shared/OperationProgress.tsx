import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { OperationView } from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';
import { Fact, Facts, Notice } from '../../status';
import { ApprovalList } from './ApprovalList';
import { GateList } from './GateList';
import { LinkList } from './LinkList';
import { OperationMark } from './OperationMark';
import { explainState } from './operationWords';
import { Part } from './Part';
import { StepList } from './StepList';
import { TargetList } from './TargetList';

const useStyles = makeStyles(theme => ({
  state: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 1),
    alignItems: 'baseline',
  },
  wrap: { overflowWrap: 'anywhere' },
}));

/** How far an operation has come: its state, its reason, its gates, approvals, targets, steps and links. */
export function OperationProgress(props: { operation: OperationView }) {
  const { operation } = props;
  const classes = useStyles();
  const t = useT();
  const { state, message, reason, gates, steps, targets, links } = operation;
  const { parameters = {} } = operation;
  return (
    <Box display="flex" flexDirection="column" gridGap={16}>
      <div className={classes.wrap}>
        <div className={classes.state}>
          <OperationMark state={state} />
          <Typography variant="body2" component="span" color="textSecondary">
            {explainState(operation, t)}
          </Typography>
        </div>
        {message && <Typography variant="body2">{message}</Typography>}
      </div>
      {operation.breakGlass && (
        <Notice
          tone="warning"
          icon="warning"
          title={t('operations.progress.brokeGlass')}
        />
      )}
      {reason && (
        <Part title={t('operations.progress.reason')}>
          <Typography variant="body2" className={classes.wrap}>
            {reason}
          </Typography>
        </Part>
      )}
      {Object.keys(parameters).length > 0 && (
        <Part title={t('operations.dialog.form')}>
          <Facts>
            {Object.entries(parameters).map(([name, value]) => (
              <Fact key={name} name={name}>
                {value}
              </Fact>
            ))}
          </Facts>
        </Part>
      )}
      {gates.length > 0 && (
        <Part title={t('operations.gates')}>
          <GateList gates={gates} />
        </Part>
      )}
      {(operation.approvalsNeeded > 0 || operation.approvals.length > 0) && (
        <Part title={t('operations.progress.approvals')}>
          <ApprovalList operation={operation} />
        </Part>
      )}
      {targets.length > 0 && (
        <Part title={t('operations.progress.targets')}>
          <TargetList targets={targets} withStates />
        </Part>
      )}
      {steps.length > 0 && (
        <Part title={t('operations.progress.steps')}>
          <StepList steps={steps} />
        </Part>
      )}
      {links.length > 0 && (
        <Part title={t('operations.progress.links')}>
          <LinkList links={links} />
        </Part>
      )}
    </Box>
  );
}
