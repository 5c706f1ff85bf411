import type { ReactNode } from 'react';
import Typography from '@material-ui/core/Typography';
import { Link } from '@backstage/core-components';
import type { DeploymentView } from '@throughline/plugin-delivery-common';
import { useOptionalRoute } from '../../hooks/useOptionalRoute';
import { useT } from '../../hooks/useT';
import { operationsRouteRef } from '../../routes';
import { UserName } from '../operations';

/** Whom the upstream names, and what set it off. */
function Told(props: { deployment: DeploymentView; withName: boolean }) {
  const { actor, trigger } = props.deployment;
  const t = useT();
  const words = [
    props.withName && actor?.name,
    actor?.automated && t('status.automated'),
    trigger,
  ].filter(Boolean);
  return words.length > 0 ? <Line>{words.join(' · ')}</Line> : null;
}

function Line(props: { children: ReactNode }) {
  return (
    <Typography variant="caption" color="textSecondary" component="div">
      {props.children}
    </Typography>
  );
}

/** Who asked for a deployment in the portal or outside of it; where that cannot be told, whom the upstream names. */
export function DeploymentActor(props: { deployment: DeploymentView }) {
  const { deployment } = props;
  const { actor, origin } = deployment;
  const t = useT();
  const operationsPage = useOptionalRoute(operationsRouteRef);
  if (origin?.type === 'portal') {
    return (
      <>
        {origin.operations.length === 0 && t('lists.history.elsewhere')}
        {origin.operations.map(({ id, type, requestedBy }) => {
          const action = t(`operations.action.${type}`);
          return (
            <div key={id}>
              <UserName by={requestedBy} />
              <Line>
                {operationsPage ? (
                  <Link to={`${operationsPage}?text=${encodeURIComponent(id)}`}>
                    {t('lists.history.inPortal', { action })}
                  </Link>
                ) : (
                  t('lists.history.inPortal', { action })
                )}
              </Line>
            </div>
          );
        })}
        <Told deployment={deployment} withName />
      </>
    );
  }
  if (origin) {
    const isCommit = origin.evidence === 'commit';
    return (
      <>
        {origin.by.name}
        <Line>
          {t(
            isCommit
              ? 'lists.history.outsideByCommit'
              : 'lists.history.outsideByUpstream',
          )}
        </Line>
        <Told deployment={deployment} withName={isCommit} />
      </>
    );
  }
  return (
    <>
      {actor?.name ?? t('lists.history.unknownActor')}
      <Told deployment={deployment} withName={false} />
    </>
  );
}
