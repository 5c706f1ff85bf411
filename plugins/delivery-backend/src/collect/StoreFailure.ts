import { ForwardedError } from '@backstage/errors';

/** Our own database failed, or the lease is gone: no fault of the source, and not to be shown as one. */
export class StoreFailure extends ForwardedError {
  name = 'StoreFailure' as const;
}
