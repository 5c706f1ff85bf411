import Button from '@material-ui/core/Button';
import type { DeploymentView } from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';
import { useOperations } from '../OperationsContext';

/** Brings back what a deployment brought, where that is offered and on; why it is off stands above the list. */
export function RollBackAction(props: {
  deployment: DeploymentView;
  environment: string;
}) {
  const { deployment, environment } = props;
  const t = useT();
  const { operations, ask } = useOperations();
  const offer = operations?.targets[deployment.targetId]?.find(
    ({ type }) => type === 'rollBack',
  );
  const version = deployment.to?.label;
  const isOn = offer !== undefined && offer.disabledBecause === undefined;
  if (!operations || !isOn || !version || deployment.outcome !== 'succeeded') {
    return null;
  }
  return (
    <Button
      size="small"
      color="primary"
      aria-label={t('operations.rollBackHereOf', { version, environment })}
      style={{ textTransform: 'none' }}
      onClick={() =>
        ask({
          input: {
            type: 'rollBack',
            entityRef: operations.entityRef,
            environment: deployment.environment,
            targetIds: [deployment.targetId],
            deploymentId: deployment.id,
          },
          version,
          environment,
        })
      }
    >
      {t('operations.rollBackHere')}
    </Button>
  );
}
