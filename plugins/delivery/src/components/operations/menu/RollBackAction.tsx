import Button from '@material-ui/core/Button';
import type { DeploymentView, Lane } from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';
import { useOperations } from '../OperationsContext';

/**
 * Brings back what an earlier deployment brought, where that is offered and on; why it is off stands above the list. Where other
 * targets of the lane have left the version too, all that have can go back together.
 */
export function RollBackAction(props: {
  deployment: DeploymentView;
  lane: Lane | undefined;
  /** The newest deployments of targets, by their ids: where one does not come up, what was before serves on. */
  newest: ReadonlyMap<string, DeploymentView>;
}) {
  const { deployment, lane, newest } = props;
  const t = useT();
  const { operations, ask } = useOperations();
  const version = deployment.to?.label;
  const isOn = (targetId: string) =>
    operations?.targets[targetId]?.some(
      ({ type, disabledBecause }) =>
        type === 'rollBack' && disabledBecause === undefined,
    );
  if (
    !operations ||
    !isOn(deployment.targetId) ||
    !version ||
    deployment.outcome !== 'succeeded' ||
    newest.get(deployment.targetId)?.id === deployment.id
  ) {
    return null;
  }
  const environment = lane?.environment.title ?? deployment.environment;
  const left = (lane?.targets ?? [])
    .filter(
      ({ id, version: runs }) =>
        isOn(id) &&
        [runs?.label, newest.get(id)?.to?.label ?? version].some(
          one => one !== version,
        ),
    )
    .map(({ id }) => id);
  const rollBack = (targetIds: string[]) =>
    ask({
      input: {
        type: 'rollBack',
        entityRef: operations.entityRef,
        environment: deployment.environment,
        targetIds,
        deploymentId: deployment.id,
      },
      version,
      environment,
    });
  const words = { version, environment, number: String(left.length) };
  return (
    <>
      <Button
        size="small"
        color="primary"
        aria-label={t('operations.rollBackHereOf', words)}
        style={{ textTransform: 'none' }}
        onClick={() => rollBack([deployment.targetId])}
      >
        {t('operations.rollBackHere')}
      </Button>
      {left.length > 1 && left.includes(deployment.targetId) && (
        <Button
          size="small"
          color="primary"
          aria-label={t('operations.rollBackAllHereOf', words)}
          style={{ textTransform: 'none' }}
          onClick={() => rollBack(left)}
        >
          {t('operations.rollBackAllHere', words)}
        </Button>
      )}
    </>
  );
}
