import type { Response } from 'express';

const BATCH_CHARACTERS = 512 * 1024;

/** Waits until a reader has caught up, or is gone. */
export function drained(response: Response): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
    if (response.destroyed) {
      done();
    }
  });
}

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
        await drained(response);
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
