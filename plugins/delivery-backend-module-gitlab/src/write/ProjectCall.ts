import { SourceFailure } from '@throughline/plugin-delivery-node';
import type { ActAnswer, ActCall, ActClient } from '../api/ActClient';

/** Calls about one project, within one signal. */
export class ProjectCall {
  constructor(
    private readonly client: ActClient,
    /** Its path with all groups, or its number. */
    readonly project: string,
    private readonly signal: AbortSignal,
  ) {}

  /** For messages. */
  get name(): string {
    return `${this.client.host.host}/${this.project}`;
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
