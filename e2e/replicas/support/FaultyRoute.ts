import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * A way to an upstream that can be cut: a fault that begins while a connection is open would else wait for the next
 * request.
 */
export class FaultyRoute {
  readonly #sockets = new Set<Socket>();
  #ownPort = 0;
  readonly #server = createServer(client => {
    const upstream = connect(this.port, '127.0.0.1');
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ]) {
      this.#sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
  });

  private constructor(private readonly port: number) {}

  static async to(url: string): Promise<FaultyRoute> {
    const route = new FaultyRoute(Number(new URL(url).port));
    await route.#listen(0);
    route.#ownPort = (route.#server.address() as AddressInfo).port;
    return route;
  }

  get url(): string {
    return `http://localhost:${this.#ownPort}`;
  }

  /** Refuses connections from now on. */
  refuse(): void {
    this.close();
  }

  /** Takes connections again. */
  accept(): Promise<void> {
    return this.#listen(this.#ownPort);
  }

  /** Breaks all connections that are open. */
  cut(): void {
    this.#sockets.forEach(socket => socket.destroy());
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
  }
}
