import fc from 'fast-check';
import { itemSchemas } from '@throughline/plugin-delivery-node/testing';
import { applicationSchema } from '../api/schemas';
import { readApplication } from '../observe/readApplication';
import { mapDeployments, mapTarget } from './index';

const URL = 'https://argocd.example.test';
const maybe = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.option(arbitrary, { nil: undefined });
const word = (...words: string[]) =>
  fc.oneof(fc.constantFrom(...words, ''), fc.string());
const time = fc.oneof(
  fc
    .date({
      min: new Date(0),
      max: new Date('2100-01-01'),
      noInvalidDate: true,
    })
    .map(date => date.toISOString()),
  fc.string(),
);
const source = fc.record(
  { repoURL: fc.string(), path: fc.string(), targetRevision: fc.string() },
  { requiredKeys: [] },
);
const initiator = maybe(
  fc.record(
    { username: fc.string(), automated: fc.boolean() },
    { requiredKeys: [] },
  ),
);

const application = fc.record({
  metadata: fc.record(
    {
      name: fc.string({ minLength: 1 }),
      namespace: fc.string(),
      deletionTimestamp: maybe(time),
      labels: fc.dictionary(fc.string(), fc.string()),
    },
    { requiredKeys: ['name'] },
  ),
  operation: maybe(fc.record({ sync: fc.constant({}) })),
  spec: maybe(
    fc.record(
      {
        source,
        sources: fc.array(source, { maxLength: 3 }),
        sourceHydrator: fc.record(
          { drySource: source, syncSource: source },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: [] },
    ),
  ),
  status: maybe(
    fc.record(
      {
        sync: fc.record(
          {
            status: word('Synced', 'OutOfSync', 'Unknown'),
            revision: fc.string(),
            revisions: fc.array(fc.string(), { maxLength: 3 }),
          },
          { requiredKeys: [] },
        ),
        health: fc.record(
          {
            status: word('Healthy', 'Degraded', 'Progressing', 'Missing'),
            message: fc.string(),
          },
          { requiredKeys: [] },
        ),
        conditions: fc.array(
          fc.record({
            type: fc.constantFrom('ComparisonError', 'SyncError', 'X'),
            message: word('Failed to load live state: gone'),
          }),
          { maxLength: 2 },
        ),
        resources: fc.array(
          fc.record(
            {
              kind: fc.constantFrom('Deployment', 'Application', 'Secret'),
              group: fc.constantFrom('apps', 'argoproj.io', ''),
              name: fc.string({ minLength: 1 }),
              status: word('Synced', 'OutOfSync'),
            },
            { requiredKeys: ['kind', 'name'] },
          ),
          { maxLength: 4 },
        ),
        history: fc.array(
          fc.record(
            {
              id: fc.nat(),
              revision: fc.string(),
              deployStartedAt: time,
              deployedAt: time,
              initiatedBy: initiator,
              source,
              sources: fc.array(source, { maxLength: 2 }),
            },
            { requiredKeys: [] },
          ),
          { maxLength: 4 },
        ),
        summary: fc.record({ images: fc.array(fc.string()) }),
        operationState: fc.record(
          {
            phase: word('Running', 'Succeeded', 'Failed', 'Error'),
            message: fc.string(),
            startedAt: time,
            finishedAt: time,
            operation: fc.record(
              { initiatedBy: initiator, sync: fc.constant({}) },
              { requiredKeys: [] },
            ),
          },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: [] },
    ),
  ),
});

describe('the mapping, whatever comes', () => {
  it('makes items that the schemas take, and the same ones each time', () => {
    fc.assert(
      fc.property(application, value => {
        const parsed = applicationSchema.parse(value);
        const items = [mapTarget(parsed, URL), ...mapDeployments(parsed, URL)];
        for (const item of items) {
          expect(itemSchemas[item.kind].safeParse(item).error).toBeUndefined();
        }
        expect(
          JSON.stringify([
            mapTarget(parsed, URL),
            ...mapDeployments(parsed, URL),
          ]),
        ).toBe(JSON.stringify(items));
      }),
      { numRuns: 300 },
    );
  });

  it('is never greener than what it was told', () => {
    fc.assert(
      fc.property(application, value => {
        const target = mapTarget(applicationSchema.parse(value), URL);
        const status = value.status ?? {};
        const uncompared = status.conditions?.some(
          ({ type }) => type === 'ComparisonError',
        );
        const claims: [boolean, boolean | undefined][] = [
          [
            target.health.status === 'healthy',
            status.health?.status === 'Healthy' &&
              !value.metadata.deletionTimestamp,
          ],
          [
            target.sync.status === 'synced',
            status.sync?.status === 'Synced' && !uncompared,
          ],
          [
            target.operation?.status === 'succeeded',
            status.operationState?.phase === 'Succeeded',
          ],
        ];
        expect(claims.filter(([claimed, told]) => claimed && !told)).toEqual(
          [],
        );
      }),
      { numRuns: 500 },
    );
  });

  it('reads anything at all, or says that it is malformed', () => {
    fc.assert(
      fc.property(
        fc.anything({ withNullPrototype: true, withBigInt: false }),
        fc.anything(),
        (value, part) => {
          for (const one of [
            value,
            { metadata: { name: 'a' }, status: value, spec: part },
            { metadata: { name: 'a' }, status: { health: value, sync: part } },
          ]) {
            const read = readApplication(one);
            const items = read.application
              ? [
                  mapTarget(read.application, URL),
                  ...mapDeployments(read.application, URL),
                ]
              : [read.malformed.reason];
            expect(items.every(Boolean)).toBe(true);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
