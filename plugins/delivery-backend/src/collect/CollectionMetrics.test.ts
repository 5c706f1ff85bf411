import { createCollectionMetrics, type Meter } from './CollectionMetrics';

describe('createCollectionMetrics', () => {
  it('counts by source', async () => {
    const counted: unknown[] = [];
    let callback: (result: unknown) => Promise<void> = async () => {};
    const instrument = (name: string) => ({
      add: (value: number, attributes: unknown) =>
        counted.push([name, value, attributes]),
      record: (value: number, attributes: unknown) =>
        counted.push([name, value, attributes]),
      addCallback: (own: typeof callback) => {
        callback = own;
      },
    });
    const metrics = createCollectionMetrics({
      createCounter: instrument,
      createHistogram: instrument,
      createObservableGauge: instrument,
    } as unknown as Meter);

    metrics.call('fake:x', { operation: 'GET apps', outcome: 'ok' });
    metrics.failure('fake:x', 'timeout');
    metrics.wrote('fake:x', {
      written: 2,
      unchanged: 3,
      removed: 0,
      malformed: 1,
    });
    metrics.pass('fake:x', 1.5);
    metrics.observeLag(async () => new Map([['fake:x', 12]]));
    await callback({
      observe: (value: number, attributes: unknown) =>
        counted.push(['lag', value, attributes]),
    });

    const source = 'fake:x';
    expect(counted).toEqual([
      [
        'delivery.collect.upstream.calls',
        1,
        { source, operation: 'GET apps', outcome: 'ok' },
      ],
      ['delivery.collect.failures', 1, { source, kind: 'timeout' }],
      ['delivery.collect.items', 2, { source, outcome: 'written' }],
      ['delivery.collect.items', 3, { source, outcome: 'unchanged' }],
      ['delivery.collect.items', 1, { source, outcome: 'malformed' }],
      ['delivery.collect.pass.duration', 1.5, { source }],
      ['lag', 12, { source }],
    ]);
  });
});
