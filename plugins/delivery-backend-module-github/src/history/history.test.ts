import fc from 'fast-check';
import {
  mergePaths,
  reachable,
  type GraphCommit,
} from '@throughline/plugin-delivery-node';
import { newCommits } from './newCommits';
import { touchedPaths } from './touchesPath';

describe('newCommits', () => {
  const commit = (sha: string, ...parents: string[]): GraphCommit => ({
    sha,
    parents,
  });

  it('needs another page while a line of descent is open', () => {
    const page = [
      commit('m', 'old', 't2'),
      commit('old', 'base'),
      commit('t2', 't1'),
    ];
    expect(newCommits(page, 'old')).toEqual({ type: 'incomplete' });
    expect(
      newCommits([...page, commit('t1', 'base'), commit('base')], 'old'),
    ).toMatchObject({
      type: 'complete',
      commits: [{ sha: 'm' }, { sha: 't2' }, { sha: 't1' }],
    });
  });

  it('needs another page while the old head is not there', () => {
    expect(newCommits([commit('b', 'a')], 'old')).toEqual({
      type: 'incomplete',
    });
  });

  it('finds what is reachable from the new head and not from the old one, in any graph', () => {
    const graph = fc
      .array(fc.array(fc.nat(30), { maxLength: 3 }), {
        minLength: 2,
        maxLength: 30,
      })
      .map(list =>
        list.map((parents, index) =>
          commit(
            `c${index}`,
            ...new Set(
              parents.filter(one => one < index).map(one => `c${one}`),
            ),
          ),
        ),
      );
    fc.assert(
      fc.property(graph, fc.nat(), (commits, choice) => {
        const bySha = new Map(commits.map(one => [one.sha, one]));
        const head = commits[commits.length - 1].sha;
        const all = [...commits]
          .reverse()
          .filter(one => reachable([head], bySha).has(one.sha));
        const old = all[choice % all.length].sha;
        const expected = all
          .filter(one => !reachable([old], bySha).has(one.sha))
          .map(one => one.sha);
        const complete = all
          .map((_, index) => newCommits(all.slice(0, index + 1), old))
          .find(found => found.type === 'complete');
        expect(complete).toEqual({
          type: 'complete',
          commits: expected.map(sha => bySha.get(sha)),
        });
      }),
    );
  });
});

describe('mergePaths', () => {
  it('gives a merge what it brought, and not what its first parent had', () => {
    const commits = [
      { sha: 'm', parents: ['b', 't'] },
      { sha: 'b', parents: ['a'] },
      { sha: 't', parents: ['a'] },
      { sha: 'a', parents: [] },
    ];
    const touched = new Map([
      ['a', new Set(['root'])],
      ['b', new Set(['api'])],
      ['t', new Set(['worker'])],
    ]);
    expect([...(mergePaths(commits, touched).get('m') ?? [])]).toEqual([
      'worker',
    ]);
  });
});

describe('touchedPaths', () => {
  it('goes by whole names of folders', () => {
    expect(
      touchedPaths(
        ['services/apiary/x', 'shared'],
        ['', 'services/api', 'shared'],
      ),
    ).toEqual(['', 'shared']);
  });
});
