import Typography from '@material-ui/core/Typography';
import {
  deliverySourcesReadPermission,
  type SourcesPage,
} from '@throughline/plugin-delivery-common';
import { DeliveryQueryProvider } from '../../hooks/DeliveryQueryProvider';
import { useOptionalRoute } from '../../hooks/useOptionalRoute';
import { useT } from '../../hooks/useT';
import { fleetRouteRef } from '../../routes';
import { PageFrame, QueryStates } from '../frame';
import { Notice } from '../status';
import { SourcesTable } from './SourcesTable';
import { UnplacedTable } from './UnplacedTable';
import { useSources } from './useSources';

function SourcesBody(props: { page: SourcesPage }) {
  const { page } = props;
  const t = useT();
  return (
    <>
      {page.notices.map(notice => (
        <Notice
          key={notice}
          tone="warning"
          icon="warning"
          title={t('pages.sources.notices')}
        >
          {notice}
        </Notice>
      ))}
      <SourcesTable sources={page.sources} />
      <section>
        <Typography variant="h6" component="h2">
          {t('pages.sources.unplaced')}
        </Typography>
        <Typography variant="body2" paragraph>
          {t('pages.sources.unplacedHint')}
        </Typography>
        <UnplacedTable unplaced={page.unplaced} />
      </section>
    </>
  );
}

function Sources() {
  const t = useT();
  const query = useSources();
  const fleetPage = useOptionalRoute(fleetRouteRef);
  return (
    <PageFrame
      subtitle={t('pages.sources.subtitle')}
      links={[{ to: fleetPage, text: t('pages.sources.fleetLink') }]}
    >
      <QueryStates
        query={query}
        height={320}
        permission={deliverySourcesReadPermission.name}
      />
      {query.data && <SourcesBody page={query.data} />}
    </PageFrame>
  );
}

/** The sources page without a page around it. */
export function SourcesContent() {
  return (
    <DeliveryQueryProvider>
      <Sources />
    </DeliveryQueryProvider>
  );
}
