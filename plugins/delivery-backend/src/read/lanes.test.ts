import { linked, pageOf, record, runs } from '../tests/record';
import { workload } from '../tests/world';

const unheard = { status: 'unknown' as const, reason: 'a record only' };

const recordOf = (version: string) =>
  linked('production', 'production', {
    ...runs(version),
    type: 'environment',
    sync: unheard,
    health: unheard,
  });

describe('the health of a lane', () => {
  it.each([
    ['degraded', 'degraded'],
    ['progressing', 'progressing'],
    ['unknown', 'healthy'],
    ['suspended', 'healthy'],
  ] as const)(
    'is, with a workload that is %s under a healthy application, %s',
    (status, expected) => {
      const page = pageOf(
        record({
          targets: [
            linked('x', 'production', runs('1.0.0', 'a'), {
              workloads: [
                workload('fine'),
                workload('x', { health: { status, reason: 'so it says' } }),
              ],
            }),
          ],
        }),
      );
      expect(page.lanes[2].health.status).toBe(expected);
      expect(page.lanes[2].targets[0].health.status).toBe(expected);
      expect(page.lanes[2].health.reason).toBe(
        expected === 'healthy' ? undefined : 'Deployment x: so it says',
      );
    },
  );

  it('is not lent by a claim that nothing confirms', () => {
    const page = pageOf(
      record({
        targets: [
          recordOf('1.0.0'),
          linked('payments', 'production', {}, { trust: 'unbacked' }),
        ],
      }),
    );
    expect(page.lanes[2]).toMatchObject({
      health: { status: 'unknown' },
      sync: { status: 'unknown' },
    });
  });
});

describe('the version of a lane', () => {
  it('is the one that runs, where a pipeline recorded another', () => {
    const page = pageOf(
      record({
        targets: [recordOf('1.0.0'), linked('x', 'production', runs('1.1.0'))],
      }),
    );
    expect(page.lanes[2].version?.label).toBe('1.1.0');
    expect(page.lanes[2].versions).toHaveLength(2);
  });

  it('is told by the one that tells it for certain', () => {
    const { images = [] } = runs('1.3.0', 'd');
    const byTag = { images: images.map(({ digest: _, ...tag }) => tag) };
    const page = pageOf(
      record({
        targets: [
          linked('by-tag', 'production', byTag),
          linked('x', 'production', { images }),
        ],
      }),
    );
    expect(page.lanes[2].targets[0].version?.evidence?.certainty).toBe(
      'inferred',
    );
    expect(page.lanes[2].version?.evidence?.certainty).toBe('certain');
    expect(page.lanes[2].versions).toEqual([{ label: '1.3.0', targets: 2 }]);
  });
});

describe('where a change is', () => {
  it('is not the whole of a target that is in the middle of getting it', () => {
    const page = pageOf(
      record({
        targets: [
          linked('x-dev', 'development', runs('1.3.0', 'd')),
          linked('x', 'production', runs('1.3.0'), {
            workloads: [
              workload('x', runs('1.3.0', 'd')),
              workload('x', {
                images: [
                  ...(runs('1.3.0', 'd').images ?? []),
                  ...(runs('1.2.0', 'c').images ?? []),
                ],
              }),
            ],
          }),
        ],
      }),
    );
    const states = page.changes.items.map(each => each.reach[1].state);
    expect(states).toEqual(['partly', 'here', 'here', 'here']);
    expect(page.lanes[2].behind?.changes).toBe(1);
  });

  it('is not told by a tag that was given to another image since', () => {
    const page = pageOf(
      record({
        targets: [
          linked('x', 'production', runs('1.3.0'), {
            workloads: [workload('x', runs('1.3.0', 'e'))],
          }),
        ],
      }),
    );
    expect(page.lanes[2].version).toMatchObject({ label: '1.3.0' });
    expect(page.lanes[2].version?.commit).toBeUndefined();
    expect(page.changes.items[0].reach[0].state).toBe('unknown');
  });

  it('cannot be told of a contested target beside one that has it', () => {
    const page = pageOf(
      record({
        targets: [
          linked('x-eu', 'production', runs('1.3.0', 'd')),
          linked('x-us', 'production', runs('1.3.0', 'd'), {
            trust: 'contested',
          }),
          linked('other', 'production', runs('9'), { trust: 'unbacked' }),
        ],
      }),
    );
    expect(page.changes.items[0].reach[0]).toMatchObject({
      state: 'partly',
      reason: 'x-us is contested',
    });
  });
});

describe('a target that is shown with its status only', () => {
  it.each([
    ['folder teams/secret/overlays/prod', 'its folder'],
    ['namespace secret-prod', 'its namespace'],
    ['label env=secret', 'label env'],
    ['delivery.environments[2].match[0]', 'delivery.environments[2].match[0]'],
  ])('does not tell that it was placed by %s', (rule, shown) => {
    const target = linked('pay', 'production', {}, { trust: 'unbacked' });
    target.link.evidence.environmentRule = rule;
    const [view] = pageOf(record({ targets: [target] })).lanes[2].targets;
    expect(view.link.environmentRule).toBe(shown);
  });
});
