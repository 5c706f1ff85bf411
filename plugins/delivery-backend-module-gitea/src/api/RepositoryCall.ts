import { SourceFailure } from '@throughline/plugin-delivery-node';
import type { ActAnswer, ActCall, ActClient } from './ActClient';

/** Calls about one repository, within one signal. */
export class RepositoryCall {
  constructor(
    readonly client: ActClient,
    /** Owner and name. */
    readonly path: readonly [string, string],
    readonly signal: AbortSignal,
  ) {}

  /** For messages. */
  get name(): string {
    return `${this.client.host.host}/${this.path.join('/').slice(0, 200)}`;
  }

  /**
   * @param call - its path is below the repository
   * @throws SourceFailure; of kind `timeout` or `unreachable` where nobody knows whether it was done
   */
  send(call: ActCall): Promise<ActAnswer> {
    return this.client.call(
      this.name,
      { ...call, path: ['repos', ...this.path, ...call.path] },
      this.signal,
    );
  }

  /** That an answer has another shape. */
  misshapen(what: string): SourceFailure {
    return new SourceFailure(
      'protocol',
      `${what} of ${this.name} was told in another shape`,
    );
  }
}
