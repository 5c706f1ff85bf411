import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { itemSchemas } from '@throughline/plugin-delivery-node/testing';
import { checksOf, isUnsettled } from './checksOf';
import { readChecked } from './readChecked';
import { readFlags } from './readFlags';
import { readRelease } from './readRelease';

const RUNS = Number(process.env.FUZZ_RUNS ?? 5_000);

describe('checksOf', () => {
  // All values of StatusState.
  it.each([
    ['SUCCESS', 'succeeded', false],
    ['PENDING', 'running', true],
    ['EXPECTED', 'queued', true],
    ['FAILURE', 'failed', false],
    ['ERROR', 'failed', false],
  ])('takes %s as %s', (state, status, unsettled) => {
    const checks = checksOf({ state });
    expect(checks).toEqual({ status, raw: state });
    expect(isUnsettled(checks)).toBe(unsettled);
  });

  it('is nothing where there is no check, and unsure of what is new', () => {
    expect(checksOf(null)).toBeUndefined();
    expect(checksOf(undefined)).toBeUndefined();
    for (const odd of [{ state: 'GREAT' }, { state: 'constructor' }, {}, 7]) {
      expect(checksOf(odd)?.status).toBe('unknown');
      expect(isUnsettled(checksOf(odd))).toBe(false);
    }
  });
});

describe('readChecked', () => {
  // All values of MergeQueueEntryState.
  it.each([
    ['QUEUED', 'queued'],
    ['AWAITING_CHECKS', 'awaiting checks'],
    ['MERGEABLE', 'mergeable'],
    ['UNMERGEABLE', 'unmergeable'],
    ['LOCKED', 'locked'],
  ])('tells the place in the queue: %s', (state, told) => {
    const node = { number: 7, mergeQueueEntry: { position: 1, state } };
    expect(readChecked([node]).get(7)).toEqual({
      mergeQueue: { position: 1, state: told },
    });
  });

  it('takes what it can read, and claims nothing of the rest', () => {
    const checked = readChecked([
      null,
      { number: 'seven' },
      { number: 1, mergeQueueEntry: 'front', commits: 'some' },
      { number: 2, mergeQueueEntry: { position: -1, state: 'QUEUED' } },
      {
        number: 3,
        commits: { nodes: [{ commit: { statusCheckRollup: { state: 'X' } } }] },
      },
      { number: 4, commits: { nodes: [] } },
    ]);
    expect([...checked]).toMatchObject([
      [1, {}],
      [2, { mergeQueue: { state: 'queued' } }],
      [3, { checks: { status: 'unknown', raw: 'X' } }],
      [4, {}],
    ]);
  });
});

describe('readRelease', () => {
  const release = {
    tagName: 'v1',
    name: null,
    isDraft: false,
    isPrerelease: false,
    publishedAt: '2026-11-20T10:00:00Z',
  };

  it('leaves drafts out, and what has no date is malformed', () => {
    const repository = 'github.com/acme/shop';
    expect(readRelease(repository, { ...release, isDraft: true })).toBe(
      undefined,
    );
    expect(
      readRelease(repository, { ...release, publishedAt: 'soon' }),
    ).toMatchObject({
      type: 'malformed',
      key: 'github.com/acme/shop#v1',
    });
    expect(readRelease(repository, null)).toMatchObject({ type: 'malformed' });
  });

  it('keeps the schema, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.record(
          {
            tagName: fc.string(),
            name: fc.option(fc.string()),
            isDraft: fc.constant(false),
            isPrerelease: fc.oneof(fc.boolean(), fc.anything()),
            publishedAt: fc.oneof(
              fc.constant('2026-11-20T10:00:00Z'),
              fc.string(),
            ),
            url: fc.oneof(fc.webUrl(), fc.string(), fc.constant(null)),
            tagCommit: fc.anything(),
            author: fc.oneof(
              fc.constant(null),
              fc.record({ login: fc.string() }),
            ),
          },
          { requiredKeys: ['tagName', 'isDraft'] },
        ),
        node => {
          const read = readRelease('github.com/acme/shop', node);
          const item = read?.type === 'item' ? [read.item] : [];
          expect(
            item.map(one => itemSchemas.release.safeParse(one).error),
          ).toEqual(item.map(() => undefined));
        },
      ),
      { numRuns: RUNS },
    );
  });
});

describe('readFlags', () => {
  it('goes by the newest deployment to each environment', () => {
    const flags = readFlags([
      { environment: 'production', production_environment: true },
      'nonsense',
      { environment: 'preview', transient_environment: true },
      { environment: 'preview', production_environment: true },
      { environment: 'staging', production_environment: null },
    ]);
    expect(Object.fromEntries(flags)).toEqual({
      production: { production: 'true' },
      preview: { transient: 'true' },
      staging: {},
    });
    expect(readFlags({ message: 'none' }).size).toBe(0);
  });

  const document = path.resolve(
    __dirname,
    '../../../../../shared/contracts/github/openapi.json',
  );
  const present = existsSync(document);
  (present ? describe : describe.skip)(
    present
      ? 'the published API'
      : 'the published API (skipped: it is not beside this checkout)',
    () => {
      it('has the fields that are read', () => {
        const { components, paths } = JSON.parse(
          readFileSync(document, 'utf8'),
        );
        expect(paths['/repos/{owner}/{repo}/deployments'].get).toBeDefined();
        expect(Object.keys(components.schemas.deployment.properties)).toEqual(
          expect.arrayContaining([
            'environment',
            'transient_environment',
            'production_environment',
          ]),
        );
      });
    },
  );
});
