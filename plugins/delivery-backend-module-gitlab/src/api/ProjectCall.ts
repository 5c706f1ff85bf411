import { SourceFailure } from '@throughline/plugin-delivery-node';
import type { ActAnswer, ActCall, ActClient } from './ActClient';

/** Calls about one project, within one signal. */
export class ProjectCall {
  constructor(
    readonly client: ActClient,
    /** Its path with all groups, or its number. */
    readonly project: string,
    readonly signal: AbortSignal,
  ) {}

  /** For messages. */
  get name(): string {
    return `${this.client.host.host}/${this.project.slice(0, 200)}`;
  }

  /** @throws SourceFailure; of kind `timeout` or `unreachable` where nobody knows whether it was done */
  send(call: ActCall): Promise<ActAnswer> {
    return this.client.call(this.project, call, this.signal);
  }

  /** That an answer has another shape. */
  misshapen(what: string): SourceFailure {
    return new SourceFailure(
      'protocol',
      `${what} of ${this.name} was told in another shape`,
    );
  }
}
