import { Processes } from '../lib/processes.mjs';

const TOLD_LINES = 60;

/** Runs programs of Node one after the other, and ends the one that is under way when asked to. */
export class Commands {
  constructor({ node, env }, { verbose }) {
    this.node = node;
    this.processes = new Processes(env, { verbose });
  }

  /** Runs one to its end; returns its code and what it printed. What it prints goes to a log as well. */
  try(name, args, { cwd, env } = {}) {
    const lines = [];
    return new Promise(resolve => {
      this.processes.start(`existing-portal-${name}`, this.node, args, {
        cwd,
        env,
        onLine: line => lines.push(line),
        onEnd: code => resolve({ code, lines }),
      });
    });
  }

  /** The same; fails where the program does. */
  async run(name, args, options) {
    const { code, lines } = await this.try(name, args, options);
    if (code !== 0) {
      throw new Error(
        `${name} failed (code ${code}):\n${lines
          .slice(-TOLD_LINES)
          .join('\n')}`,
      );
    }
  }

  stop() {
    return this.processes.stop();
  }
}
