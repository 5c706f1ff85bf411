import type {
  OperationType,
  VersionView,
} from '@throughline/plugin-delivery-common';
import type { CommitItem } from '@throughline/plugin-delivery-node';
import type { EntityRecord } from '../../read/EntityRecord';
import { line, sha } from '../../tests/world';
import { gatesOf, judgeAll, type GateFacts } from '../gates';
import { undoneChanges } from './undoneChanges';
import { undoneWarnings } from './warnings';

const MARK = { 'delivery-irreversible': ['drops the column of old prices'] };
const version = (digits: string): VersionView =>
  ({ label: digits, commit: { sha: sha(digits) } } as VersionView);
const recordOf = (commits: CommitItem[], paths = ['']) =>
  ({
    commits: commits.map(item => ({ item })),
    claims: { source: { paths } },
  } as unknown as EntityRecord);
const marked = (at: string, more: Partial<CommitItem> = {}) =>
  line('a', 'b', 'c').map(each =>
    each.sha === sha(at) ? { ...each, trailers: MARK, ...more } : each,
  );
const undone = (commits: CommitItem[], from: string, to: string) =>
  undoneChanges(recordOf(commits), [{ version: version(from) }], version(to));
const judge = (type: OperationType, undoes: GateFacts['undoes']) =>
  judgeAll(
    gatesOf(type, 'production', {
      gates: new Map(),
      freezes: [],
    } as unknown as Parameters<typeof gatesOf>[2]),
    {
      now: 0,
      environment: 'production',
      vitals: [],
      requester: 'user:default/dev',
      approvals: [],
      undoes,
    },
  ).find(({ gate }) => gate === 'reversible');

describe('undoneChanges', () => {
  it('names an irreversible change that is gone back past, and the gate fails with its reason', () => {
    const undoes = undone(marked('b'), 'c', 'a');
    expect(undoes).toEqual({
      isWhole: true,
      mayHide: false,
      irreversible: [
        `${sha('b').slice(0, 7)} "Change b" (drops the column of old prices)`,
      ],
    });
    expect(judge('rollBack', undoes)).toMatchObject({
      state: 'fail',
      reason: expect.stringContaining('drops the column of old prices'),
    });
    expect(undoneWarnings({ type: 'rollBack' } as never, undoes)).toHaveLength(
      1,
    );
  });

  it('counts the change that runs, and not the one that is gone back to', () => {
    expect(undone(marked('c'), 'c', 'b').irreversible).toHaveLength(1);
    const undoes = undone(marked('b'), 'c', 'b');
    expect(undoes).toEqual({ isWhole: true, mayHide: false, irreversible: [] });
    expect(judge('rollBack', undoes)?.state).toBe('pass');
  });

  it('leaves out what touches other folders of the repository', () => {
    expect(
      undoneChanges(
        recordOf(marked('b', { paths: ['other'] }), ['shop']),
        [{ version: version('c') }],
        version('a'),
      ).irreversible,
    ).toEqual([]);
  });

  it('finds what is marked in a history that is cut, and says where it is not whole', () => {
    const cut = marked('b').slice(1);
    expect(undone(cut, 'c', 'x')).toMatchObject({
      isWhole: false,
      irreversible: [expect.stringContaining('drops the column')],
    });
  });

  it('fails where a marked change may be hidden in what is not known of the way back', () => {
    const gaps = line('a', 'b', 'c').filter(each => each.sha !== sha('b'));
    for (const undoes of [
      undone(gaps, 'c', 'a'),
      undone(line('a', 'b', 'c'), 'c', 'x'),
      undoneChanges(
        recordOf(line('a', 'b', 'c')),
        [{ version: version('c') }, {}],
        version('a'),
      ),
    ]) {
      expect(undoes).toEqual({
        isWhole: false,
        mayHide: true,
        irreversible: [],
      });
      expect(judge('rollBack', undoes)).toMatchObject({
        state: 'fail',
        reason: expect.stringContaining('may be among them'),
      });
      expect(
        undoneWarnings({ type: 'rollBack' } as never, undoes)[0],
      ).toContain('one of them may be irreversible');
    }
  });

  it('gives no light where nothing ties versions to commits, unless changes are marked at all', () => {
    const of = (commits: CommitItem[], paths?: string[]) =>
      undoneChanges(recordOf(commits, paths), [{}], undefined);
    for (const undoes of [
      of([]),
      of(line('a', 'b', 'c')),
      of(marked('b', { paths: ['other'] }), ['shop']),
    ]) {
      expect(undoes).toEqual({
        isWhole: false,
        mayHide: false,
        irreversible: [],
      });
      expect(judge('rollBack', undoes)).toBeUndefined();
      expect(
        undoneWarnings({ type: 'rollBack' } as never, undoes)[0],
      ).toContain('cannot be told');
    }
    expect(judge('rollBack', of(marked('b')))?.state).toBe('fail');
  });

  it('does not stand in the way of a promotion', () => {
    expect(judge('promote', undone(marked('b'), 'c', 'a'))).toBeUndefined();
  });
});
