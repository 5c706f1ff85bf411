import { makeStyles } from '@material-ui/core/styles';
import type { OperationPlan } from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';
import { Fact, Facts, Notice } from '../../status';
import { GateList, Part, TargetList } from '../shared';
import { DiffView } from './DiffView';
import { RunPlans } from './RunPlans';

const useStyles = makeStyles(theme => ({
  list: { margin: 0, paddingLeft: theme.spacing(2.5) },
  diffs: { display: 'flex', flexDirection: 'column', gap: theme.spacing(1.5) },
}));

function PlanFacts(props: { plan: OperationPlan; environment?: string }) {
  const { plan, environment = plan.environment } = props;
  const t = useT();
  const { from, to, approvalsNeeded, delivery } = plan;
  return (
    <Facts>
      {environment && (
        <Fact name={t('operations.dialog.environment')}>{environment}</Fact>
      )}
      {(from || to) && (
        <Fact name={t('operations.dialog.version')}>
          {from ?? t('operations.dialog.fromUnknown')} →{' '}
          <strong>{to ?? t('operations.dialog.fromUnknown')}</strong>
        </Fact>
      )}
      {delivery && (
        <Fact name={t('operations.dialog.delivery')}>
          {t(`operations.dialog.${delivery}`)}
        </Fact>
      )}
      {approvalsNeeded > 0 && (
        <Fact name={t('operations.dialog.approvalsTitle')}>
          {t('operations.dialog.approvals', { count: approvalsNeeded })}
        </Fact>
      )}
    </Facts>
  );
}

/** What an operation would do, in words: whereto, on what, past which gates, and what it would write. */
export function PlanSummary(props: {
  plan: OperationPlan;
  environment?: string;
}) {
  const { plan, environment } = props;
  const { targets, warnings, gates, changes, runs = [] } = plan;
  const classes = useStyles();
  const t = useT();
  return (
    <>
      <PlanFacts plan={plan} environment={environment} />
      {targets.length > 0 && (
        <Part title={t('operations.dialog.targets')}>
          <TargetList targets={targets} />
        </Part>
      )}
      {warnings.length > 0 && (
        <Notice
          tone="warning"
          icon="warning"
          title={t('operations.dialog.warnings')}
        >
          <ul className={classes.list}>
            {warnings.map(warning => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Notice>
      )}
      {gates.length > 0 && (
        <Part title={t('operations.gates')}>
          <GateList gates={gates} />
        </Part>
      )}
      {runs.length > 0 && (
        <Part title={t('operations.dialog.runs')}>
          <RunPlans runs={runs} />
        </Part>
      )}
      {changes.length > 0 && (
        <Part title={t('operations.dialog.changes')}>
          <div className={classes.diffs}>
            {changes.map(change => (
              <DiffView
                key={`${change.repository} ${change.path}`}
                change={change}
              />
            ))}
          </div>
        </Part>
      )}
    </>
  );
}
