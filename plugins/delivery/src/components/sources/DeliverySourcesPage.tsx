import { Content, Header, Page } from '@backstage/core-components';
import { useT } from '../../hooks/useT';
import { SourcesContent } from './SourcesContent';

/** The sources page with the header that classic apps expect a page to bring. */
export function DeliverySourcesPage() {
  const t = useT();
  return (
    <Page themeId="tool">
      <Header title={t('pages.sources.title')} />
      <Content>
        <SourcesContent />
      </Content>
    </Page>
  );
}
