import type { Observation } from '../contract';

/** Well within the shortest silence that a source is granted. */
const BEAT_MS = 30_000;

/**
 * Says `alive` while a pass has nothing to tell and the upstream does answer, as where requests wait for their turn
 * within a rate limit. An upstream that does not answer stays silent.
 *
 * @param answers - how many answers came so far
 * @param beatMs - in milliseconds; 30,000 unless told
 * @public
 */
export async function* keepAlive(
  observations: AsyncGenerator<Observation>,
  answers: () => number,
  beatMs = BEAT_MS,
): AsyncGenerator<Observation> {
  let heard = answers();
  let pending = observations.next();
  try {
    for (;;) {
      const result = await within(pending, beatMs);
      if (result === undefined) {
        if (answers() !== heard) {
          heard = answers();
          yield { type: 'alive' };
        }
      } else if (result.done) {
        return;
      } else {
        yield result.value;
        pending = observations.next();
      }
    }
  } finally {
    pending.catch(() => {});
    observations.return(undefined).catch(() => {});
  }
}

async function within<T>(promise: Promise<T>, ms: number) {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>(resolve => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
