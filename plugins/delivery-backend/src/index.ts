/**
 * Collects, stores, links and serves how the code of catalog entities gets to production.
 *
 * @packageDocumentation
 */

export {
  createDeliveryConditionalDecision,
  deliveryConditions,
} from './operate/access/conditions';
export type {
  TargetQuery,
  TargetResource,
} from './operate/access/TargetResource';
export { deliveryPlugin as default } from './plugin';
