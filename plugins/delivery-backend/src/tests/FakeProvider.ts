import type {
  DeliveryProvider,
  DeliverySource,
  Observation,
  ObservedItem,
} from '@throughline/plugin-delivery-node';

/** A source that tells what a test hands it, and then says from time to time that it is alive. */
export class FakeSource implements DeliverySource {
  readonly strategy = 'watch';
  readonly maxSilenceMs = 60_000;
  readonly observes = [];
  readonly title: string;
  readonly system: string;
  details: DeliverySource['details'];
  operators: DeliverySource['operators'];
  writer: DeliverySource['writer'];
  #queue: Observation[] = [];
  #wake: () => void = () => {};

  constructor(readonly id: string, items: ObservedItem[] = []) {
    this.system = id.split(':')[0];
    this.title = `Fake ${id}`;
    this.#queue = [
      { type: 'listing', scope: 'all' },
      { type: 'observed', scope: 'all', items },
      { type: 'listed', scope: 'all' },
      { type: 'checkpoint', cursor: '1' },
    ];
  }

  tell(observation: Observation): void {
    this.#queue.push(observation);
    this.#wake();
  }

  async *observe({
    signal,
  }: Parameters<DeliverySource['observe']>[0]): AsyncIterable<Observation> {
    signal.addEventListener('abort', () => this.#wake(), { once: true });
    while (!signal.aborted) {
      const next = this.#queue.shift();
      if (next) {
        yield next;
      } else {
        await new Promise<void>(resolve => {
          this.#wake = resolve;
        });
      }
    }
  }
}

/** A provider of fake sources. */
export function fakeProvider(
  sources: DeliverySource[],
  more: Partial<DeliveryProvider> = {},
): DeliveryProvider {
  return {
    system: sources[0].system,
    title: `Fake ${sources[0].system}`,
    sources,
    ...more,
  };
}
