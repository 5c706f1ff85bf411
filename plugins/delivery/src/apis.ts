import {
  ApiBlueprint,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import {
  DeliveryClient,
  deliveryApiRef,
  DeliveryOperationsClient,
  deliveryOperationsApiRef,
} from './api';

const deliveryApi = ApiBlueprint.make({
  params: define =>
    define({
      api: deliveryApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new DeliveryClient(deps),
    }),
});

const operationsApi = ApiBlueprint.make({
  name: 'operations',
  params: define =>
    define({
      api: deliveryOperationsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new DeliveryOperationsClient(deps),
    }),
});

export const apis = [deliveryApi, operationsApi];
