import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';

const FIELDS =
  'result.type,result.application.metadata.name,result.application.metadata.resourceVersion';

/** Asks an instance of Argo CD. */
export async function askArgo(name, port, path, options) {
  const url = `http://127.0.0.1:${port}/api/v1`;
  const response = await fetch(`${url}${path}`, {
    headers: { authorization: `Bearer ${await tokenOf(name, url)}` },
    ...options,
  });
  if (!response.ok) {
    throw new Error(`Argo CD ${name} answered ${response.status}`);
  }
  return response;
}

/**
 * Watches the application streams of all Argo CD instances, as the portal does: the moment at which a watch could
 * tell of a change.
 */
export class ApplicationStreams {
  #abort = new AbortController();

  /** @param onChange - called with an application's name and the time */
  constructor(ports, onChange) {
    Object.assign(this, { ports, onChange });
  }

  async open() {
    for (const [name, port] of Object.entries(this.ports.argo)) {
      const response = await askArgo(
        name,
        port,
        // With a version to begin at, the stream does not tell what is there already.
        `/stream/applications?resourceVersion=1&fields=${FIELDS}`,
        { signal: this.#abort.signal },
      );
      this.#read(response);
    }
  }

  close() {
    this.#abort.abort();
  }

  #read(response) {
    const body = Readable.fromWeb(response.body);
    // Being closed is how it ends.
    body.on('error', () => {});
    createInterface({ input: body })
      .on('line', line => {
        const name = /"name":"([^"]+)"/.exec(line)?.[1];
        if (name) {
          this.onChange(name, performance.now());
        }
      })
      .on('error', () => {});
  }
}

/** The instance `prod` of the sandbox knows sessions only. */
async function tokenOf(name, url) {
  if (name !== 'prod') {
    return 'sandbox-argocd-token';
  }
  const response = await fetch(`${url}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      username: 'throughline',
      password: 'sandbox-password',
    }),
  });
  return (await response.json()).token;
}
