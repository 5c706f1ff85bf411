import { newestInRange } from './newestInRange';

describe('newestInRange', () => {
  it('goes by numbers, and leaves out what is no release', () => {
    const tags = ['1.9.0', '1.10.0', '1.11.0-rc.1', 'latest', '0.99.0'];
    expect(newestInRange(tags, '>=1.0.0')).toBe('1.10.0');
  });

  it('knows of nothing above all, and of no other kind of range', () => {
    expect(newestInRange(['1.9.0'], '>=2.0.0')).toBeUndefined();
    expect(newestInRange(['1.9.0'], '^1.0.0')).toBeUndefined();
  });
});
