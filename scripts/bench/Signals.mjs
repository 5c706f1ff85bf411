import { sleep } from './wait.mjs';

const ATTEMPTS = 20;

/** Listens to live-update channels, as an open page does. */
export class Signals {
  #listeners = new Map();

  /** The first upgrade after a backend's start is never answered; a page tries again, and so does this. */
  async open(portal) {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const socket = new WebSocket(
        `${portal.base.replace('http', 'ws')}/api/signals`,
        [await portal.token()],
      );
      const opened = await Promise.race([
        new Promise(resolve => {
          socket.addEventListener('open', () => resolve(true));
          socket.addEventListener('error', () => resolve(false));
        }),
        sleep(2_000),
      ]);
      if (opened) {
        this.socket = socket;
        socket.addEventListener('message', ({ data }) => {
          const { channel } = JSON.parse(data);
          this.#listeners.get(channel)?.(performance.now());
        });
        return;
      }
      socket.close();
    }
    throw new Error('No WebSocket to /api/signals could be opened');
  }

  /** @param listener - called with the time of each signal */
  on(channel, listener) {
    this.#listeners.set(channel, listener);
    this.socket.send(JSON.stringify({ action: 'subscribe', channel }));
  }

  close() {
    this.socket?.close();
    this.#listeners.clear();
  }
}
