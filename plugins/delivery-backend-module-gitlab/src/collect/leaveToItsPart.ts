import { isWholesale } from '@throughline/plugin-delivery-node';

/** That pipelines cannot be read is told where they are read. */
export function leaveToItsPart(error: unknown): void {
  if (isWholesale(error)) {
    throw error;
  }
}
