import { ConfigReader } from '@backstage/config';
import {
  readHttpSettings,
  type HttpSettings,
} from '@throughline/plugin-delivery-node';

/** How an instance is reached where nothing is configured. */
export function plainHttp(): HttpSettings {
  return readHttpSettings(new ConfigReader({}), 'delivery.argocd.instances[0]');
}
