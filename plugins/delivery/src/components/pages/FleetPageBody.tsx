import { Content } from '@backstage/core-components';
import { FleetContent } from '../fleet';

/** The fleet page below the header that the app draws. */
export function FleetPageBody() {
  return (
    <Content>
      <FleetContent />
    </Content>
  );
}
