import { cleanMessage, SourceFailure } from '@throughline/plugin-delivery-node';
import { NotThere } from '../api/NotThere';

/**
 * What a call gives, told as a failure where Jenkins has nothing of that name.
 *
 * @throws SourceFailure
 */
export async function whereThere<T>(
  what: string,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof NotThere) {
      throw new SourceFailure(
        'permission',
        `There is no ${cleanMessage(
          what,
          200,
        )}, or its user may not see it: Jenkins answers 404 for both`,
      );
    }
    throw error;
  }
}
