import express, { Express } from 'express';
import { createServer, Server } from 'http';
import { AddressInfo } from 'net';

/** A port that somebody else has. */
export class PortTakenError extends Error {
  constructor(readonly port: number, readonly what: string) {
    super(
      `Port ${port} is taken, and the sandbox needs it for ${what}. ` +
        `End the program that listens there (is another sandbox running?) or choose another port.`,
    );
    this.name = 'PortTakenError';
  }
}

/** A listener on loopback. */
export interface Listener {
  app: Express;
  port: number;
  url: string;
  close(): Promise<void>;
}

/** Opens a listener on 127.0.0.1; port 0 takes any free one. */
export async function listen(port: number, what: string): Promise<Listener> {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  const server: Server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE' ? new PortTakenError(port, what) : error,
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  const actual = (server.address() as AddressInfo).port;
  return {
    app,
    port: actual,
    url: `http://localhost:${actual}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
