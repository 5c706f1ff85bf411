import type {
  DeliverySource,
  Observation,
  ObserveContext,
} from '@throughline/plugin-delivery-node';
import { PrometheusClient } from '../api/PrometheusClient';
import type { InstanceConfig } from '../config/readPrometheusConfig';
import { createMeasure } from '../metrics/createMeasure';
import { observeVitals } from '../vitals/observeVitals';

/** How services fare, as one server tells. */
export class PrometheusSource implements DeliverySource {
  readonly system = 'prometheus';
  readonly strategy = 'poll';
  readonly maxSilenceMs = 60_000;
  readonly observes = ['Alert'];
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly pollMs: number;
  readonly measure: NonNullable<DeliverySource['measure']>;

  constructor(private readonly instance: InstanceConfig) {
    this.id = `prometheus:${instance.name}`;
    this.title = instance.title;
    this.url = instance.externalUrl;
    this.pollMs = instance.pollMs;
    this.measure = createMeasure(instance, new PrometheusClient(instance));
  }

  observe(context: ObserveContext): AsyncGenerator<Observation> {
    const client = new PrometheusClient({
      ...this.instance,
      onCall: call => context.countCall(call),
    });
    return observeVitals(this.instance, client, context);
  }
}
