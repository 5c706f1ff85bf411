import { z } from 'zod';
import {
  SourceFailure,
  type Observation,
  type ObserveContext,
  type RepositoryInterest,
} from '../contract';
import {
  applyObservations,
  NOTHING_OBSERVED,
  type ObservedState,
} from '../testing/applyObservations';
import { RepositoryGone } from './RepositoryGone';
import { RepositoryRounds, type RepositoryLook } from './RepositoryRounds';
import { tellParts } from './tellParts';

const StateSchema = z.object({ told: z.boolean().optional() });
type State = z.infer<typeof StateSchema>;

const interest = (repository: string): RepositoryInterest => ({
  repository,
  roles: ['source'],
  paths: [''],
  revisions: [],
});
const branch = (identity: string): Observation => ({
  type: 'observed',
  scope: `${identity}/branches`,
  items: [
    {
      kind: 'branch',
      key: `${identity}:main`,
      repository: identity,
      name: 'main',
      sha: 'a'.repeat(40),
      isDefault: true,
    },
  ],
});

describe('rounds over repositories', () => {
  let looks: string[];
  let distrusted: number;
  let rounds: RepositoryRounds<State>;
  let failures: Map<string, Error>;

  const look: RepositoryLook<State> = async function* tell(turn) {
    looks.push(turn.identity + (turn.hinted ? '!' : ''));
    await new Promise(resolve => setTimeout(resolve, 1));
    const failure = failures.get(turn.identity);
    if (failure) {
      throw failure;
    }
    yield branch(turn.identity);
    turn.state.told = true;
    return false;
  };

  const create = (longestMs = 60_000) =>
    new RepositoryRounds<State>({
      scopes: ['branches', 'runs'],
      state: StateSchema,
      parallel: 2,
      longestMs,
      distrust: () => {
        distrusted += 1;
      },
    });

  beforeEach(() => {
    looks = [];
    distrusted = 0;
    failures = new Map();
    rounds = create();
  });

  async function round(
    names: string[],
    before: ObservedState = NOTHING_OBSERVED,
    context: Partial<ObserveContext> = {},
    how: RepositoryLook<State> = look,
  ): Promise<ObservedState> {
    const told: Observation[] = [];
    const observations = rounds.observe(
      {
        signal: new AbortController().signal,
        logger: {} as never,
        reason: 'scheduled',
        cursor: before.cursor,
        interests: {} as never,
        hints: [],
        countCall: () => {},
        ...context,
      },
      names.map(interest),
      how,
    );
    for await (const one of observations) {
      told.push(one);
    }
    return applyObservations(before, told);
  }

  it('look at all, then at what was not looked at for longest, and forget what is of no interest', async () => {
    let state = await round(['h/a', 'h/b', 'h/c']);
    expect(looks).toEqual(['h/a!', 'h/b!', 'h/c!']);
    expect(state.items.size).toBe(3);
    looks = [];
    state = await round(['h/a', 'h/c'], state);
    expect(looks).toEqual(['h/a', 'h/c']);
    expect([...state.items.keys()]).toEqual([
      'branch h/a:main',
      'branch h/c:main',
    ]);
    expect(distrusted).toBe(1);
  });

  it('look at what a hint names, and at nothing else', async () => {
    const state = await round(['h/a', 'h/b']);
    looks = [];
    const after = await round(['h/a', 'h/b'], state, {
      reason: 'hint',
      hints: [{ subject: 'h/b' }, { subject: 'h/unknown' }],
    });
    expect(looks).toEqual(['h/b!']);
    expect(after.items.size).toBe(2);
  });

  it('tell the failure of one as its own, until it ends', async () => {
    failures.set('h/a', new SourceFailure('permission', 'hidden'));
    let state = await round(['h/a', 'h/b']);
    expect([...state.problems]).toEqual([['h/a/', 'h/a: hidden']]);
    failures.clear();
    state = await round(['h/a', 'h/b'], state);
    expect(state.problems.size).toBe(0);
  });

  it('tell the failure of a part as the part’s', async () => {
    const half: RepositoryLook<State> = async function* tell({ context }) {
      yield* tellParts(
        [
          {
            kind: 'runs',
            async *tell() {
              throw new SourceFailure('protocol', 'odd');
            },
          },
          {
            kind: 'branches',
            async *tell() {
              yield branch('h/a');
            },
          },
        ],
        context.signal,
      );
      return false;
    };
    const state = await round(['h/a'], undefined, {}, half);
    expect([...state.problems]).toEqual([['h/a/runs', 'h/a: odd']]);
    expect(state.items.size).toBe(1);
  });

  it.each(['rateLimit', 'authentication'] as const)(
    'end at once where the upstream as a whole fails: %s',
    async kind => {
      failures.set('h/a', new SourceFailure(kind, 'no'));
      await expect(round(['h/a', 'h/b', 'h/c', 'h/d'])).rejects.toMatchObject({
        kind,
      });
      expect(looks.length).toBeLessThanOrEqual(3);
    },
  );

  it('give up on an upstream that does not answer', async () => {
    const names = ['h/a', 'h/b', 'h/c', 'h/d', 'h/e', 'h/f'];
    names.forEach(name =>
      failures.set(name, new SourceFailure('unreachable', 'down')),
    );
    await expect(round(names)).rejects.toMatchObject({ kind: 'unreachable' });
    expect(looks.length).toBeLessThan(6);
  });

  it('fail by rights that are missing where there are none for any repository', async () => {
    const names = ['h/a', 'h/b', 'h/c', 'h/d', 'h/e', 'h/f'];
    names.forEach(name =>
      failures.set(name, new SourceFailure('permission', 'hidden')),
    );
    await expect(round(names)).rejects.toMatchObject({ kind: 'permission' });
    expect(looks).toHaveLength(6);
    const hint = await round(names, undefined, {
      reason: 'hint',
      hints: [{ subject: 'h/a' }],
    });
    expect(hint.problems.get('h/a/')).toBe('h/a: hidden');
    failures.delete('h/f');
    expect((await round(names)).problems.size).toBe(5);
  });

  it('do not fail by repositories that are not there', async () => {
    failures.set('h/a', new RepositoryGone('no such repository'));
    expect([...(await round(['h/a'])).problems]).toEqual([
      ['h/a/', 'h/a: no such repository'],
    ]);
  });

  it('begin no further one when the time is up, and begin with it the next time', async () => {
    rounds = create(-1);
    const state = await round(['h/a', 'h/b']);
    expect(looks).toEqual([]);
    expect([...state.problems.keys()]).toEqual(['backlog']);
  });

  it('trust what they noted only where it was stored', async () => {
    const state = await round(['h/a']);
    await round(['h/a'], state);
    expect(distrusted).toBe(1);
    await round(['h/a'], { ...state, cursor: '{}' });
    expect(distrusted).toBe(2);
  });
});
