import { Content } from '@backstage/core-components';
import { OperationsContent } from '../operations/page';

/** The operations page below the header that the app draws. */
export function OperationsPageBody() {
  return (
    <Content>
      <OperationsContent />
    </Content>
  );
}
