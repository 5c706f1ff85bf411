import { createServer } from 'node:net';
import { giveUp } from './say.mjs';

/** Whether nobody listens on the port. */
export async function isFree(port) {
  for (const host of ['127.0.0.1', '::']) {
    const free = await new Promise(resolve => {
      const server = createServer();
      server.once('error', error =>
        resolve(
          error.code === 'EAFNOSUPPORT' || error.code === 'EADDRNOTAVAIL',
        ),
      );
      server.listen({ port, host, exclusive: true }, () =>
        server.close(() => resolve(true)),
      );
    });
    if (!free) {
      return false;
    }
  }
  return true;
}

/** Gives up, saying what to do, where one of the ports is taken. */
export async function requireFree(ports) {
  for (const { port, what, mend } of ports) {
    if (!(await isFree(port))) {
      giveUp(
        `Port ${port}, which ${what} needs, is taken by another program.`,
        mend,
      );
    }
  }
}
