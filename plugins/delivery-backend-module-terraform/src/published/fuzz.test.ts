import fc from 'fast-check';
import { itemSchemas } from '@throughline/plugin-delivery-node/testing';
import { configOf } from '../fixtures/configOf';
import { changeOf, planOf } from '../fixtures/planOf';
import { areSamplesPresent, sample } from '../__testUtils__/samples';
import { readPlan } from './readPlan';
import { readState } from './readState';
import { targetOf } from './targetOf';
import { UnreadableDocument } from './UnreadableDocument';

const RUNS = Number(process.env.FUZZ_RUNS ?? 3_000);

const [entry] = configOf({
  published: [{ name: 'db', planUrl: 'https://a.test/plan.json' }],
}).published;

/** A document with one place of it replaced by something else, or left out. */
function broken(value: unknown): fc.Arbitrary<unknown> {
  const anything = fc.oneof(
    fc.anything(),
    fc.constantFrom<unknown>(
      '',
      null,
      [],
      {},
      true,
      'update',
      '1.2',
      undefined,
    ),
  );
  const keys =
    typeof value === 'object' && value !== null ? Object.keys(value) : [];
  if (keys.length === 0) {
    return anything;
  }
  return fc.constantFrom(...keys).chain(key =>
    fc
      .oneof(
        { weight: 1, arbitrary: anything },
        {
          weight: 3,
          arbitrary: broken((value as Record<string, unknown>)[key]),
        },
      )
      .map(next =>
        Array.isArray(value)
          ? Object.assign([...value], { [key]: next })
          : { ...(value as object), [key]: next },
      ),
  );
}

/** What of the parts that the verdict is made from was left as it was. */
const READ = [
  'resource_changes',
  'resource_drift',
  'errored',
  'complete',
  'applyable',
  'timestamp',
];

const originals: any[] = [
  planOf({
    applyable: true,
    resource_changes: [changeOf('a.b', ['update']), changeOf('a.c', ['no-op'])],
    resource_drift: [changeOf('a.b', ['update'])],
  }),
  planOf({ errored: true }),
  planOf({ complete: false }),
  ...(areSamplesPresent
    ? ['plan-change', 'plan-resource-drift', 'plan-errored'].map(file =>
        sample(`${file}.json`),
      )
    : []),
];

const tell = (document: any) => {
  try {
    return targetOf(
      entry,
      { plan: readPlan(document) },
      Date.parse(document.timestamp) + 60_000,
    );
  } catch (error) {
    if (error instanceof UnreadableDocument) {
      return undefined;
    }
    throw error;
  }
};

/** Whether a state was read, or refused as such. */
const outcomeOf = (document: unknown) => {
  try {
    return Array.isArray(readState(document).resources);
  } catch (error) {
    return error instanceof UnreadableDocument;
  }
};

describe('whatever is published', () => {
  it.each(originals.map((original, index) => [index, original]))(
    'a plan (%s) gives a whole item or says why not, and no green that the plan does not say',
    (_, original) => {
      expect(tell(original)?.sync.status).not.toBe('synced');
      fc.assert(
        fc.property(broken(original), (document: any) => {
          const item = tell(document);
          expect(
            item && itemSchemas.target.safeParse(item).error,
          ).toBeUndefined();
          const isUntouched = READ.every(
            key =>
              JSON.stringify(document?.[key]) === JSON.stringify(original[key]),
          );
          expect(isUntouched && item?.sync.status === 'synced').toBe(false);
        }),
        { numRuns: RUNS },
      );
    },
  );

  it('a state is read or refused', () => {
    const state = areSamplesPresent
      ? sample('show-state.json')
      : { format_version: '1.0', values: { root_module: { resources: [] } } };
    fc.assert(
      fc.property(broken(state), document => {
        expect(outcomeOf(document)).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });
});
