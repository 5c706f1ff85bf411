import { inspect } from 'node:util';
import fc from 'fast-check';
import { configOf } from './fixtures/configOf';
import { DocumentStore } from './fixtures/DocumentStore';
import { pass } from './fixtures/pass';
import { changeOf, planOf } from './fixtures/planOf';
import { recording } from './__testUtils__/samples';
import { PublishedSource } from './published/PublishedSource';

const RUNS = Number(process.env.FUZZ_RUNS ?? 300);

const documents: [string, any][] = [
  [
    'made here',
    planOf({
      variables: { password: { value: 'x' } },
      resource_changes: [changeOf('a.b', ['update'])],
      resource_drift: [changeOf('a.b', ['update'])],
      prior_state: { values: { outputs: { a: { value: 'x' } } } },
    }),
  ],
  ...[
    'plan-change',
    'plan-noop',
    'plan-resource-drift',
    'plan-errored',
    'show-state',
  ].map((name): [string, any] => [name, recording(name)]),
];

/** Places that hold values: below these keys, whatever is text is taken for a secret. */
const VALUES = new Set([
  'variables',
  'values',
  'outputs',
  'before',
  'after',
  'output_changes',
  'expressions',
  'constant_value',
  'problems',
  'before_identity',
]);

/** Puts the secret in place of every value, and keeps what gives the document its form. */
function planted(value: any, secret: string, within = false): any {
  if (Array.isArray(value)) {
    return value.map(one => planted(one, secret, within));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [
        key,
        // A module within a state's values is not a value itself.
        planted(
          one,
          secret,
          key === 'root_module' ? false : within || VALUES.has(key),
        ),
      ]),
    );
  }
  return within ? secret : value;
}

describe('what is sensitive', () => {
  let store: DocumentStore;

  beforeAll(async () => {
    store = await DocumentStore.start();
  });

  afterAll(() => store.upstream.close());

  it.each(documents)(
    'never leaves the module: %s',
    async (_, document) => {
      const [entry] = configOf({
        published: [
          {
            name: 'db',
            planUrl: `${store.upstream.url}/document.json`,
            stateUrl: `${store.upstream.url}/document.json`,
          },
          { name: 'plan', planUrl: `${store.upstream.url}/document.json` },
          { name: 'state', stateUrl: `${store.upstream.url}/document.json` },
        ].slice(document.planned_values ? 1 : 2),
      }).published;
      await fc.assert(
        fc.asyncProperty(
          fc.uuid().map(id => `s3cr3t-${id}`),
          fc.constantFrom(200, 403, 404, 500),
          async (secret, status) => {
            store.documents.set('/document.json', planted(document, secret));
            expect(JSON.stringify(planted(document, secret))).toContain(secret);
            store.failing.clear();
            if (status !== 200) {
              store.failing.set('/document.json', status);
            }
            const source = new PublishedSource([entry]);
            const told = await pass(source);
            const details = await source.details.resources!(
              { key: entry.key } as never,
              {
                signal: new AbortController().signal,
                logger: undefined as never,
              },
            ).catch(error => error);
            expect(told.items.length).toBe(status === 200 ? 1 : 0);
            expect(
              inspect([told, details], { depth: 20, showHidden: true }),
            ).not.toContain(secret);
          },
        ),
        { numRuns: Math.min(RUNS, 60) },
      );
    },
    120_000,
  );
});
