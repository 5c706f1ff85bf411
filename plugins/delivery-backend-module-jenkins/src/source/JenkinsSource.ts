import {
  keepAlive,
  type DeliverySource,
  type Observation,
  type ObserveContext,
  type SourceOperation,
} from '@throughline/plugin-delivery-node';
import { JenkinsClient } from '../api/JenkinsClient';
import type { InstanceConfig } from '../config/readJenkinsConfig';
import { createOperators } from '../operate/createOperators';
import { observeInstance } from './observeInstance';

/** One Jenkins: the jobs that entities name, and those that deploy by the configured rules. */
export class JenkinsSource implements DeliverySource {
  readonly system = 'jenkins';
  readonly strategy = 'poll';
  readonly maxSilenceMs = 60_000;
  readonly observes = ['Job'];
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly pollMs: number;
  /** Absent where the portal may only read. */
  readonly operators?: readonly SourceOperation[];

  readonly #memory = { certain: false, folders: new Set<string>() };

  constructor(private readonly instance: InstanceConfig) {
    this.id = `jenkins:${instance.name}`;
    this.title = instance.title;
    this.url = instance.connection.baseUrl;
    this.pollMs = instance.pollMs;
    if (instance.operations) {
      const { folders } = this.#memory;
      this.operators = createOperators(instance.connection, folders);
    }
  }

  observe(context: ObserveContext): AsyncGenerator<Observation> {
    let answers = 0;
    const client = new JenkinsClient(this.instance.connection, {
      signal: context.signal,
      countCall: call => {
        answers += 1;
        context.countCall(call);
      },
    });
    // A Jenkins with many builds to load is slow for a while, and silent it is not.
    return keepAlive(
      observeInstance(this.instance, client, context, this.#memory),
      () => answers,
    );
  }
}
