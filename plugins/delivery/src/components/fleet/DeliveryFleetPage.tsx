import { Content, Header, Page } from '@backstage/core-components';
import { useT } from '../../hooks/useT';
import { FleetContent } from './FleetContent';

/** The fleet page with the header that classic apps expect a page to bring. */
export function DeliveryFleetPage() {
  const t = useT();
  return (
    <Page themeId="tool">
      <Header title={t('pages.fleet.title')} />
      <Content>
        <FleetContent />
      </Content>
    </Page>
  );
}
