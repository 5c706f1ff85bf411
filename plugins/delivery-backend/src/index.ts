/**
 * Collects, stores, links and serves how the code of catalog entities gets to production.
 *
 * @packageDocumentation
 */

export { deliveryPlugin as default } from './plugin';
