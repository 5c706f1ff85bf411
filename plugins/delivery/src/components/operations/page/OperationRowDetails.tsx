import Box from '@material-ui/core/Box';
import type { OperationView } from '@throughline/plugin-delivery-common';
import { OperationProgress } from '../shared';
import { DecisionButtons } from '../strip';

/** All that is known of an operation, and what the reader may do to it. */
export function OperationRowDetails(props: {
  operation: OperationView;
  title: string;
}) {
  const { operation, title } = props;
  return (
    <>
      <OperationProgress operation={operation} />
      {operation.may.length > 0 && (
        <Box display="flex" flexWrap="wrap" gridGap={8} mt={2}>
          <DecisionButtons operation={operation} title={title} />
        </Box>
      )}
    </>
  );
}
