const REPOSITORY = 'acme/settlements';
const WORKSPACE = 'settlements-database';

/**
 * Pushes to the repository of the service that mixes systems, again and again: Jenkins and Tekton build it, an image
 * is published, Git tells staging and production what to run, and Argo CD and Flux apply it. Its plan changes, too.
 */
export class Pushes {
  #timer;
  #last = Promise.resolve();
  #failure;
  count = 0;

  constructor(sandbox) {
    this.api = `http://localhost:${sandbox.ports.forge}/api/v3/repos/${REPOSITORY}/git`;
    this.control = sandbox.control;
  }

  start(everyMs) {
    this.#timer = setInterval(() => {
      this.#last = this.#last
        .then(() => this.#push())
        .catch(error => {
          this.#failure ??= error;
        });
    }, everyMs);
  }

  /** @throws what a push failed with: then less was going on than the figures say */
  async stop() {
    clearInterval(this.#timer);
    await this.#last;
    if (this.#failure) {
      throw this.#failure;
    }
  }

  async #push() {
    const number = this.count + 1;
    const { object } = await ask('GET', `${this.api}/ref/heads/main`);
    const parent = await ask('GET', `${this.api}/commits/${object.sha}`);
    const commit = await ask('POST', `${this.api}/commits`, {
      message: `Change ${number}`,
      tree: parent.tree.sha,
      parents: [parent.sha],
    });
    await ask('PATCH', `${this.api}/refs/heads/main`, { sha: commit.sha });
    await ask('PUT', `${this.control}/workspaces/${WORKSPACE}`, {
      finding: number % 2 === 0 ? 'drifted' : 'inSync',
    });
    this.count = number;
  }
}

async function ask(method, url, body) {
  const response = await fetch(url, {
    method,
    headers: {
      authorization: 'Bearer sandbox-github-token',
      'content-type': 'application/json',
    },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) {
    throw new Error(
      `${method} ${url} answered ${response.status}: ${await response.text()}`,
    );
  }
  return response.json();
}
