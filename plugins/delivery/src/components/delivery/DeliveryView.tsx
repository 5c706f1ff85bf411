import Box from '@material-ui/core/Box';
import { parseEntityRef } from '@backstage/catalog-model';
import type { EntityDelivery } from '@throughline/plugin-delivery-common';
import type { ReactNode } from 'react';
import { Lanes, Previews } from '../lanes';
import {
  EntityOperationsProvider,
  OffersUnavailable,
  Pins,
  UnderWay,
} from '../operations';
import { MadeUpNotice, SourcesProvider } from '../status';
import { DeliveryTabs } from './DeliveryTabs';
import { NothingLinked } from './NothingLinked';
import { PendingDelivery } from './PendingDelivery';
import { SourceBadges } from './SourceBadges';
import { StaleSources } from './StaleSources';
import { Warnings } from './Warnings';

function Body(props: { delivery: EntityDelivery }) {
  const { delivery } = props;
  switch (delivery.state) {
    case 'pending':
      return <PendingDelivery />;
    case 'nothingLinked':
      return (
        <NothingLinked
          name={parseEntityRef(delivery.entityRef).name}
          tried={delivery.tried}
        />
      );
    default:
      return (
        <EntityOperationsProvider
          entityRef={delivery.entityRef}
          lanes={delivery.lanes}
        >
          <OffersUnavailable />
          <Pins />
          <UnderWay />
          <Lanes delivery={delivery} />
          <Previews previews={delivery.previews} />
          <DeliveryTabs delivery={delivery} />
        </EntityOperationsProvider>
      );
  }
}

/** What is known of an entity's delivery, from remarks on top to sources at the bottom. */
export function DeliveryView(props: {
  delivery: EntityDelivery;
  remark?: ReactNode;
}) {
  const { delivery, remark } = props;
  return (
    <SourcesProvider value={delivery.sources}>
      <Box
        display="flex"
        flexDirection="column"
        gridGap={20}
        data-testid="delivery"
      >
        {delivery.sandbox && <MadeUpNotice />}
        {remark}
        <Warnings warnings={delivery.warnings} />
        <StaleSources sources={delivery.sources} />
        <Body delivery={delivery} />
        <SourceBadges sources={delivery.sources} />
      </Box>
    </SourcesProvider>
  );
}
