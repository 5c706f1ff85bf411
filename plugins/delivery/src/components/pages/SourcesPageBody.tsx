import { Content } from '@backstage/core-components';
import { SourcesContent } from '../sources';

/** The sources page below the header that the app draws. */
export function SourcesPageBody() {
  return (
    <Content>
      <SourcesContent />
    </Content>
  );
}
