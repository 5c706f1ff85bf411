import { SourceFailure } from '@throughline/plugin-delivery-node';
import { StoreFailure } from './StoreFailure';

/** Tells failures of our own database from those of the source. */
export async function stored<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // What the provider did wrong is found by the store at times, and stays its fault.
    throw error instanceof SourceFailure
      ? error
      : new StoreFailure('The database could not be used', error);
  }
}
