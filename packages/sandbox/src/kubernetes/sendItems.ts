import { once } from 'events';
import type { Response } from 'express';

const BATCH_CHARACTERS = 512 * 1024;

/** Sends a JSON list: in one piece if it is small, else piece by piece, so that a large one needs no large buffer. */
export async function sendItems(
  response: Response,
  start: string,
  items: Iterable<object>,
  end: string,
): Promise<void> {
  let batch = start;
  let first = true;
  let streaming = false;
  for (const item of items) {
    batch += `${first ? '' : ','}${JSON.stringify(item)}`;
    first = false;
    if (batch.length > BATCH_CHARACTERS) {
      if (response.destroyed) {
        return;
      }
      streaming = true;
      if (!response.write(batch)) {
        await Promise.race([once(response, 'drain'), once(response, 'close')]);
      }
      // Others get their turn between the pieces.
      await new Promise(resolve => setImmediate(resolve));
      batch = '';
    }
  }
  if (streaming) {
    response.end(batch + end);
  } else {
    response.send(batch + end);
  }
}
