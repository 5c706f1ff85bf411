import { ChildProcess, execFileSync, spawn } from 'child_process';
import { mkdir, writeFile } from 'fs/promises';
import { createServer } from 'net';
import type { AddressInfo } from 'net';
import path from 'path';
import { stringify } from 'yaml';
import { ALERT_ABOVE, ERROR_SHARE } from './queries';

const BINARY = 'prometheus';

/** Whether the real program is installed. */
export function isPrometheusInstalled(): boolean {
  try {
    execFileSync(BINARY, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The real program, on a port that nobody else knows, scraping the sandbox's services. */
export class RealPrometheus {
  private constructor(
    readonly url: string,
    private readonly process: ChildProcess,
  ) {}

  /** Starts it and waits until it answers; its data are kept in `folder`. */
  static async start(
    folder: string,
    scrapeTarget: string,
  ): Promise<RealPrometheus> {
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'rules.yml'), rules());
    const config = path.join(folder, 'prometheus.yml');
    await writeFile(config, configuration(scrapeTarget));
    const address = `127.0.0.1:${await freePort()}`;
    const child = spawn(
      BINARY,
      [
        `--config.file=${config}`,
        `--storage.tsdb.path=${path.join(folder, 'data')}`,
        '--storage.tsdb.retention.time=2d',
        `--web.listen-address=${address}`,
        '--log.level=error',
      ],
      { stdio: 'ignore' },
    );
    const started = new RealPrometheus(`http://${address}`, child);
    try {
      await started.#ready();
      return started;
    } catch (error) {
      await started.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) {
      return;
    }
    const ended = new Promise(resolve => {
      this.process.once('exit', resolve);
    });
    this.process.kill('SIGTERM');
    const patience = setTimeout(() => this.process.kill('SIGKILL'), 3_000);
    await ended;
    clearTimeout(patience);
  }

  async #ready(): Promise<void> {
    for (let attempt = 0; attempt < 150; attempt += 1) {
      if (this.process.exitCode !== null) {
        break;
      }
      const ok = await fetch(`${this.url}/-/ready`).then(
        response => response.ok,
        () => false,
      );
      if (ok) {
        return;
      }
      await new Promise(resolve => {
        setTimeout(resolve, 100);
      });
    }
    throw new Error('Prometheus is installed, but does not start.');
  }
}

function configuration(scrapeTarget: string): string {
  return stringify({
    global: { scrape_interval: '5s', evaluation_interval: '5s' },
    rule_files: ['rules.yml'],
    scrape_configs: [
      {
        job_name: 'services',
        honor_labels: true,
        static_configs: [{ targets: [scrapeTarget] }],
      },
    ],
  });
}

function rules(): string {
  return stringify({
    groups: [
      {
        name: 'services',
        rules: [
          {
            alert: 'HighErrorRate',
            expr: `${ERROR_SHARE} > ${ALERT_ABOVE}`,
            for: '15s',
            labels: { severity: 'critical' },
            annotations: {
              summary:
                '{{ $labels.service }} answers many requests with errors',
            },
          },
        ],
      },
    ],
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
