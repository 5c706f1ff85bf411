import Box from '@material-ui/core/Box';
import { useApi } from '@backstage/core-plugin-api';
import type { OperationView } from '@throughline/plugin-delivery-common';
import { deliveryOperationsApiRef } from '../../../api';
import { useT } from '../../../hooks/useT';
import { OperationProgress, SaveButton } from '../shared';
import { DecisionButtons } from '../strip';

/** All that is known of an operation, and what the reader may do to it. */
export function OperationRowDetails(props: {
  operation: OperationView;
  title: string;
}) {
  const { operation, title } = props;
  const t = useT();
  const api = useApi(deliveryOperationsApiRef);
  return (
    <>
      <OperationProgress operation={operation} />
      <Box display="flex" flexWrap="wrap" gridGap={8} mt={2}>
        {operation.may.length > 0 && (
          <DecisionButtons operation={operation} title={title} />
        )}
        <SaveButton
          label={t('operations.save.evidence')}
          name={t('operations.save.evidenceOf', { what: title })}
          fileName={`operation-${operation.id}.json`}
          load={() => api.exportOperationEvidence(operation.id)}
        />
      </Box>
    </>
  );
}
