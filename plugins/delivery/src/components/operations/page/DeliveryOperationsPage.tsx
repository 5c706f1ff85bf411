import { Content, Header, Page } from '@backstage/core-components';
import { useT } from '../../../hooks/useT';
import { OperationsContent } from './OperationsContent';

/** The operations page with the header that classic apps expect a page to bring. */
export function DeliveryOperationsPage() {
  const t = useT();
  return (
    <Page themeId="tool">
      <Header title={t('operationsPage.title')} />
      <Content>
        <OperationsContent />
      </Content>
    </Page>
  );
}
