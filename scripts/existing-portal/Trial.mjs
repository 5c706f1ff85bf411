import { join } from 'node:path';
import { root, yarnFile } from '../lib/paths.mjs';
import { Processes } from '../lib/processes.mjs';
import { answers } from '../lib/ready.mjs';
import { seePages } from './see.mjs';

/** A machine that does other things as well compiles the front end in its own time. */
const UP_MS = 300_000;

/** Runs the sandbox and, one after the other, portals that meet its Argo CD. */
export class Trial {
  constructor({ runtime, work, verbose }) {
    this.runtime = runtime;
    this.work = work;
    this.verbose = verbose;
    this.sandbox = new Processes(runtime.env, { verbose });
  }

  /** Starts the sandbox on ports of its own; returns its addresses. */
  startSandbox() {
    return new Promise((resolve, reject) => {
      this.sandbox.start(
        'existing-portal-sandbox',
        this.runtime.node,
        [
          '--import',
          'tsx',
          'src/cli.ts',
          '--data',
          join(this.work, 'sandbox'),
          '--free-ports',
        ],
        {
          cwd: join(root, 'packages/sandbox'),
          onLine: line =>
            line.startsWith('SANDBOX_READY ') &&
            resolve(JSON.parse(line.slice('SANDBOX_READY '.length)).urls),
          onEnd: code =>
            reject(
              new Error(
                `The sandbox ended (code ${code}); ${this.sandbox.logs} says why.`,
              ),
            ),
        },
      );
    });
  }

  /** Starts the portal, looks at it, and ends it. */
  async tryOut(portal, kind) {
    const name = `existing-portal-${kind}`;
    this.portal = new Processes(
      { ...portal.env, ARGOCD_TOKEN: 'sandbox-argocd-token' },
      { verbose: this.verbose },
    );
    try {
      const ended = new Promise((_, reject) => {
        this.portal.start(
          name,
          this.runtime.node,
          [yarnFile, 'backstage-cli', 'repo', 'start'],
          {
            cwd: portal.folder,
            env: { NODE_ENV: 'development', BROWSER: 'none' },
            onEnd: code =>
              reject(new Error(`The portal ended by itself (code ${code})`)),
          },
        );
      });
      await Promise.race([ended, this.#look(portal, name)]);
    } catch (error) {
      error.message += `\n${join(
        this.portal.logs,
        `${name}.log`,
      )} holds what the portal printed.`;
      throw error;
    } finally {
      await this.portal.stop();
    }
  }

  async stop() {
    await Promise.all([this.portal?.stop(), this.sandbox.stop()]);
  }

  async #look(portal, name) {
    const within = { timeoutMs: UP_MS };
    const up = await Promise.all([
      answers(`${portal.backendUrl}/.backstage/health/v1/readiness`, within),
      answers(portal.url, within),
    ]);
    if (!up.every(Boolean)) {
      throw new Error(
        `The portal did not come up within ${UP_MS / 60_000} minutes.`,
      );
    }
    await seePages(portal.url, {
      screenshot: join(this.portal.logs, `${name}.png`),
    });
  }
}
