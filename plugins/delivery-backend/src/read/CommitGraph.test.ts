import fc from 'fast-check';
import { commit, line, sha } from '../tests/world';
import { CommitGraph } from './CommitGraph';
import { changesOfMainline } from './mainline';

const at = (minute: number) => ({
  committedAt: new Date(Date.UTC(2026, 10, 1, 10, minute)).toISOString(),
});

describe('CommitGraph', () => {
  it('tells what a commit builds on', () => {
    const graph = new CommitGraph(line('a', 'b', 'c'));
    const reach = graph.reach(sha('b'));
    expect(graph.isIn(sha('a'), reach)).toBe('yes');
    expect(graph.isIn(sha('b'), reach)).toBe('yes');
    expect(graph.isIn(sha('c'), reach)).toBe('no');
    expect(graph.difference([sha('c')], [reach])?.map(c => c.sha)).toEqual([
      sha('c'),
    ]);
  });

  it('does not go by the order of times', () => {
    // The hotfix is newer than all of the main branch, and none of it.
    const graph = new CommitGraph([
      ...line('a', 'b', 'c'),
      commit('f', ['a'], at(59)),
    ]);
    const hotfix = graph.reach(sha('f'));
    expect(graph.isIn(sha('b'), hotfix)).toBe('no');
    expect(
      graph.difference([sha('f')], [graph.reach(sha('c'))])?.map(c => c.sha),
    ).toEqual([sha('f')]);
  });

  it('says that it does not know where the history is cut', () => {
    const [, b, c, d] = line('a', 'b', 'c', 'd');
    const graph = new CommitGraph([b, c, d, commit('x', [], at(0))]);
    const reach = graph.reach(sha('b'));
    expect([...reach.missing]).toEqual([sha('a')]);
    expect(graph.isIn(sha('d'), reach)).toBe('no');
    // Older than the cut: it may be behind it.
    expect(graph.isIn(sha('x'), reach)).toBe('unknown');
    expect(graph.isIn(sha('e'), reach)).toBe('unknown');
    expect(graph.difference([sha('x')], [reach])).toBeUndefined();
    expect(graph.difference([sha('d')], [reach])).toHaveLength(2);
    expect(graph.isIn(sha('d'), graph.reach(sha('unheard')))).toBe('unknown');
  });

  it('never says yes or no against the whole history, however much of it is known', () => {
    const histories = fc
      .array(fc.array(fc.nat(), { minLength: 0, maxLength: 2 }), {
        minLength: 2,
        maxLength: 14,
      })
      .map(parents =>
        parents.map((picks, index) =>
          commit(
            `${index}f`,
            index === 0
              ? []
              : [...new Set(picks.map(pick => `${pick % index}f`))],
            at(index),
          ),
        ),
      );
    fc.assert(
      fc.property(
        histories,
        fc.array(fc.boolean(), { minLength: 14, maxLength: 14 }),
        (commits, kept) => {
          const whole = new CommitGraph(commits);
          const part = new CommitGraph(
            commits.filter((_, index) => kept[index]),
          );
          for (const from of commits) {
            const truth = whole.reach(from.sha).known;
            const reach = part.reach(from.sha);
            for (const each of commits) {
              expect(['unknown', truth.has(each.sha) ? 'yes' : 'no']).toContain(
                part.isIn(each.sha, reach),
              );
            }
          }
        },
      ),
    );
  });
});

describe('changesOfMainline', () => {
  const folder = (...paths: string[]) => ({ paths });

  it('takes the commits of the line that touch a folder, and merges of such', () => {
    const graph = new CommitGraph([
      commit('a', [], { ...at(0), ...folder('api') }),
      commit('b', ['a'], { ...at(1), ...folder('worker') }),
      commit('5', ['a'], { ...at(2), ...folder('api') }),
      commit('c', ['b', '5'], { ...at(3), ...folder() }),
      commit('6', ['b'], { ...at(4), ...folder('worker') }),
      commit('d', ['c', '6'], { ...at(5), ...folder() }),
    ]);
    const changes = (...folders: string[]) =>
      changesOfMainline(graph, sha('d'), folders, 100).map(c => c.sha);
    expect(changes('api')).toEqual(['c', 'a'].map(sha));
    expect(changes('worker')).toEqual(['d', 'b'].map(sha));
    expect(changes('')).toEqual(['d', 'c', 'b', 'a'].map(sha));
  });
});
