import {
  ApiBlueprint,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { DeliveryClient, deliveryApiRef } from './api';

const deliveryApi = ApiBlueprint.make({
  params: define =>
    define({
      api: deliveryApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new DeliveryClient(deps),
    }),
});

export const apis = [deliveryApi];
