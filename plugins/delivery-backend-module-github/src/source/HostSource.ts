import type { GithubCredentialsProvider } from '@backstage/integration';
import type {
  DeliverySource,
  Observation,
  ObserveContext,
  OperationCapability,
  RepositoryWriter,
} from '@throughline/plugin-delivery-node';
import { Installations } from '../api/Installation';
import type { GithubConfig } from '../config/readGithubConfig';
import type { HostConfig } from '../config/readHosts';
import { WriteClient } from '../api/WriteClient';
import { GithubWriter } from '../write/GithubWriter';
import { RepositoryRule } from '../api/RepositoryRule';
import { Memory } from './Memory';
import { observeHost } from './observeHost';

/** The repositories of interest at one host. */
export class HostSource implements DeliverySource {
  readonly system = 'github';
  readonly strategy = 'poll';
  readonly maxSilenceMs = 120_000;
  readonly observes = ['Repository', 'WorkflowRun', 'Deployment'];
  readonly operations: readonly OperationCapability[] = [
    { operation: 'run', resources: ['Workflow'] },
    { operation: 'rerun', resources: ['WorkflowRun'] },
    { operation: 'cancel', resources: ['WorkflowRun'] },
  ];
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly pollMs: number;
  readonly unavailable?: string;
  readonly writer: RepositoryWriter;
  readonly #installations: Installations;
  readonly #memory = new Memory();

  constructor(
    private readonly host: HostConfig,
    private readonly config: GithubConfig,
    credentials: GithubCredentialsProvider,
  ) {
    this.id = host.sourceId;
    this.title = host.host;
    this.url = host.webUrl;
    this.pollMs = config.pollMs;
    this.unavailable = host.unavailable;
    this.#installations = new Installations(host, credentials, config.budget);
    this.writer = new GithubWriter(
      new WriteClient({ host, installations: this.#installations }),
      new RepositoryRule(config.write, host.host, 'write'),
      host.webUrl,
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
