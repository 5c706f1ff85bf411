import {
  followStates,
  type CellFlags,
  type FollowedStates,
} from './followStates';

const START = Date.parse('2026-11-25T12:00:00.000Z');
const MINUTE = 60_000;
const HOLDS = { drifted: 5 * MINUTE, degraded: MINUTE, again: 30 * MINUTE };

const cell = (flags: Partial<CellFlags> = {}): CellFlags => ({
  environment: 'production',
  drifted: false,
  degraded: false,
  ...flags,
});

/** Goes through looks at minutes, and tells at which minutes what was told. */
function told(
  looks: [minute: number, flags: Partial<CellFlags>][],
  before: FollowedStates | undefined = {},
): [number, string][] {
  let states = before;
  return looks.flatMap(([minute, flags]) => {
    const { after, events } = followStates(
      states,
      [cell(flags)],
      START + minute * MINUTE,
      HOLDS,
    );
    states = after;
    return events.map(({ state }): [number, string] => [minute, state]);
  });
}

it('tells once what lasts', () => {
  const drifted = { drifted: true };
  expect(
    told([
      [0, drifted],
      [4, drifted],
      [5, drifted],
      [6, drifted],
      [300, drifted],
    ]),
  ).toEqual([[5, 'drifted']]);
});

it('does not tell what passes, as a sync does', () => {
  expect(
    told([
      [0, { drifted: true }],
      [3, {}],
      [4, { drifted: true }],
      [8, { drifted: true }],
      [9, {}],
    ]),
  ).toEqual([]);
});

it('tells what flaps once in half an hour', () => {
  const flapping = Array.from(
    { length: 70 },
    (_, minute): [number, Partial<CellFlags>] => [
      minute,
      { degraded: minute % 4 !== 3 },
    ],
  );
  expect(told(flapping)).toEqual([
    [1, 'degraded'],
    [33, 'degraded'],
    [65, 'degraded'],
  ]);
});

it('does not tell what was so when it was first seen', () => {
  const first = followStates(undefined, [cell({ degraded: true })], START);
  expect(first).toMatchObject({ events: [] });
  expect(first.dueAt).toBeUndefined();
  expect(
    told(
      [
        [10, { degraded: true }],
        [11, {}],
        [12, { degraded: true }],
        [13, { degraded: true }],
      ],
      first.after,
    ),
  ).toEqual([[13, 'degraded']]);
});

it('says when to look again, and forgets what is over', () => {
  const look = followStates({}, [cell({ drifted: true })], START, HOLDS);
  expect(look.dueAt).toBe('2026-11-25T12:05:00.000Z');
  expect(followStates(look.after, [cell()], START + MINUTE, HOLDS)).toEqual({
    after: {},
    events: [],
  });
});
