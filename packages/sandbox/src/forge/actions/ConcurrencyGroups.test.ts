import { ConcurrencyGroups } from './ConcurrencyGroups';

describe('ConcurrencyGroups', () => {
  it('runs one at a time, keeps the newest that waits, and lets other groups pass', async () => {
    const groups = new ConcurrencyGroups();
    const told: string[] = [];
    const ends = new Map<string, () => void>();
    const task = (name: string, controller = new AbortController()) => ({
      signal: controller.signal,
      run: () => {
        told.push(`run ${name}`);
        return new Promise<void>(resolve => ends.set(name, resolve));
      },
      skip: () => told.push(`skip ${name}`),
    });
    const settle = () => new Promise(resolve => setImmediate(resolve));

    groups.add('main', task('a'));
    groups.add('main', task('b'));
    groups.add('main', task('c'));
    groups.add('hotfix', task('d'));
    expect(told).toEqual(['run a', 'skip b', 'run d']);
    ends.get('a')?.();
    await settle();
    expect(told.slice(3)).toEqual(['run c']);

    const cancelled = new AbortController();
    groups.add('main', task('e', cancelled));
    cancelled.abort();
    ends.get('c')?.();
    await settle();
    groups.add('main', task('f'));
    expect(told.slice(4)).toEqual(['skip e', 'run f']);
  });
});
