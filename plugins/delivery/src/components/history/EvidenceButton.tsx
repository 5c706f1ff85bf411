import { useApi } from '@backstage/core-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import type { DeploymentView } from '@throughline/plugin-delivery-common';
import { deliveryOperationsApiRef } from '../../api';
import { useT } from '../../hooks/useT';
import { SaveButton } from '../operations';

/** Saves all that is known of a deployment as one document. */
export function EvidenceButton(props: {
  deployment: DeploymentView;
  entityRef: string;
  /** The title of its environment. */
  environment: string;
}) {
  const { deployment, entityRef, environment } = props;
  const t = useT();
  const api = useApi(deliveryOperationsApiRef);
  const version = deployment.to?.label ?? t('lanes.versionUnknown');
  const what = t('lists.history.deploymentOf', { version, environment });
  return (
    <SaveButton
      variant="text"
      label={t('operations.save.evidence')}
      name={t('operations.save.evidenceOf', { what })}
      fileName={`deployment-${deployment.id}.json`}
      load={() =>
        api.exportDeploymentEvidence(parseEntityRef(entityRef), deployment.id)
      }
    />
  );
}
