import { Problems } from '@throughline/plugin-delivery-node';
import {
  observePass,
  tellPass,
} from '@throughline/plugin-delivery-node/testing';
import { createFakeSource, interestIn } from '../fixtures/createFakeSource';
import { FakeGithub } from '../fixtures/FakeGithub';

describe('Problems', () => {
  it('are told once, and so is their end', () => {
    const problems = new Problems(new Set(), new Map());
    problems.add('a', 'forbidden');
    expect(problems.told()).toEqual([
      { type: 'problem', scope: 'a', reason: 'forbidden' },
    ]);
    expect(problems.told()).toEqual([]);
    problems.clear('a');
    problems.clear('b');
    expect(problems.told()).toEqual([{ type: 'problem', scope: 'a' }]);
  });

  it('are told again by a pass that did not come upon them, also after a restart', () => {
    const open = new Set(['a', 'b']);
    const problems = new Problems(open, new Map([['a', 'forbidden']]));
    problems.add('c', 'gone');
    expect(problems.stillOpen()).toEqual([
      { type: 'problem', scope: 'a', reason: 'forbidden' },
      { type: 'problem', scope: 'b', reason: expect.any(String) },
    ]);
  });

  it('stay while their repository waits for its turn', async () => {
    const github = await FakeGithub.start();
    github.repository('acme/good').commit();
    const source = createFakeSource(github, { pollMs: 60_000 });
    const interests = interestIn(github, { 'acme/good': {}, 'acme/typo': {} });
    const before = await observePass(source, interests);
    const sweeps = github.calls.length;
    const told = await tellPass(source, interests, before);
    // Only whether the credentials are still good is asked.
    expect(github.calls.slice(sweeps).map(({ path }) => path)).toEqual([
      '/api/v3/rate_limit',
    ]);
    expect(told).toContainEqual({
      type: 'problem',
      scope: `${github.host}/acme/typo/`,
      reason: before.problems.get(`${github.host}/acme/typo/`),
    });
    await github.upstream.close();
  });
});
