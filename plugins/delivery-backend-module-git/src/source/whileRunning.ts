import type { Observation } from '@throughline/plugin-delivery-node';

/** So often is said that a long fetch goes on, in milliseconds. */
const SAY_EVERY_MS = 5_000;

/** Says `alive` while something long shows signs of life. */
export async function* whileRunning(
  run: (onProgress: () => void) => Promise<void>,
): AsyncGenerator<Observation> {
  let alive = false;
  let over = false;
  const running = run(() => {
    alive = true;
  }).finally(() => {
    over = true;
  });
  // It is awaited below; until then it must not count as unhandled.
  running.catch(() => {});
  while (!over) {
    let timer: NodeJS.Timeout | undefined;
    const pause = new Promise(resolve => {
      timer = setTimeout(resolve, SAY_EVERY_MS);
    });
    await Promise.race([running.catch(() => {}), pause]);
    clearTimeout(timer);
    if (!over && alive) {
      alive = false;
      yield { type: 'alive' };
    }
  }
  await running;
}
