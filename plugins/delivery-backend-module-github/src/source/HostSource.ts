import type { GithubCredentialsProvider } from '@backstage/integration';
import type {
  DeliverySource,
  Observation,
  ObserveContext,
  RepositoryWriter,
  SourceOperation,
} from '@throughline/plugin-delivery-node';
import { Installations } from '../api/Installation';
import { RepositoryRule } from '../api/RepositoryRule';
import { WriteClient } from '../api/WriteClient';
import type { GithubConfig } from '../config/readGithubConfig';
import type { HostConfig } from '../config/readHosts';
import { createOperators } from '../operate/createOperators';
import { GithubWriter } from '../write/GithubWriter';
import { Memory } from './Memory';
import { observeHost } from './observeHost';

/** The repositories of interest at one host. */
export class HostSource implements DeliverySource {
  readonly system = 'github';
  readonly strategy = 'poll';
  readonly maxSilenceMs = 120_000;
  readonly observes = ['Repository', 'WorkflowRun', 'Deployment'];
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly pollMs: number;
  readonly unavailable?: string;
  readonly writer: RepositoryWriter;
  readonly operators: readonly SourceOperation[];
  readonly #installations: Installations;
  readonly #memory = new Memory();

  constructor(
    private readonly host: HostConfig,
    private readonly config: GithubConfig,
    credentials: GithubCredentialsProvider,
    timing: { gapMs?: number; settleMs?: number; paceMs?: number } = {},
  ) {
    this.id = host.sourceId;
    this.title = host.host;
    this.url = host.webUrl;
    this.pollMs = config.pollMs;
    this.unavailable = host.unavailable;
    this.#installations = new Installations(host, credentials, config.budget);
    const client = new WriteClient({
      host,
      installations: this.#installations,
      gapMs: timing.gapMs,
    });
    this.writer = new GithubWriter(
      client,
      new RepositoryRule(config.write, host.host, 'write'),
      host.webUrl,
      timing.paceMs,
    );
    this.operators =
      config.operations === false
        ? []
        : createOperators(
            client,
            new RepositoryRule(config.operations, host.host, 'operations'),
            timing,
          );
  }

  observe(context: ObserveContext): AsyncGenerator<Observation> {
    return observeHost({
      context,
      host: this.host,
      config: this.config,
      installations: this.#installations,
      memory: this.#memory,
    });
  }
}
