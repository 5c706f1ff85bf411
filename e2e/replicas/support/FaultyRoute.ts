import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * A way to an upstream that can be cut: a fault that begins while a connection is open would else wait for the next
 * request.
 */
export class FaultyRoute {
  readonly #sockets = new Set<Socket>();
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
    await new Promise<void>(resolve => {
      route.#server.listen(0, '127.0.0.1', resolve);
    });
    return route;
  }

  get url(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Breaks all connections that are open. */
  cut(): void {
    this.#sockets.forEach(socket => socket.destroy());
  }

  close(): void {
    this.cut();
    this.#server.close();
  }
}
