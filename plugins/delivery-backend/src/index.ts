/**
 * Collects, stores, links and serves how the code of catalog entities gets to production.
 *
 * @packageDocumentation
 */

export {
  createDeliveryConditionalDecision,
  deliveryConditions,
} from './operate/access/conditions';
export { deliveryPlugin as default } from './plugin';
