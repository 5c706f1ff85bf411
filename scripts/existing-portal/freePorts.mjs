import { createServer } from 'node:net';

/** As many ports as asked for that nobody listens on, so that the trial runs beside whatever else does. */
export async function freePorts(count) {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise((resolve, reject) => {
          const server = createServer();
          server.once('error', reject);
          server.listen(0, () => resolve(server));
        }),
    ),
  );
  return Promise.all(
    servers.map(
      server =>
        new Promise(resolve => {
          const { port } = server.address();
          server.close(() => resolve(port));
        }),
    ),
  );
}
