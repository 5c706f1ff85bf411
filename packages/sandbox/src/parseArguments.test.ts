import { parseArguments, UsageError } from './parseArguments';

const read = (...args: string[]) => parseArguments(args, '/data');

describe('parseArguments', () => {
  it('reads all that start passes', () => {
    expect(
      read(
        ...['--data', '/tmp/x', '--fresh', '--port-forge', '0'],
        ...['--webhook-url', 'http://localhost/hook', '--webhook-secret', 's'],
        ...['--services', '40', '--clusters', '4'],
      ),
    ).toEqual({
      help: false,
      options: {
        data: '/tmp/x',
        fresh: true,
        pace: undefined,
        rateLimit: undefined,
        webhook: { url: 'http://localhost/hook', secret: 's' },
        ports: { forge: 0 },
        large: { services: 40, clusters: 4, pods: 360 },
      },
    });
  });

  it('keeps to defaults', () => {
    expect(read()).toMatchObject({ options: { data: '/data', fresh: false } });
    expect(read('-h')).toEqual({ help: true });
  });

  it('leaves to the machine which ports are not given', () => {
    expect(read('--free-ports', '--port-forge', '7')).toMatchObject({
      options: { ports: { forge: 7, argoLarge: 0, jenkins: 0, control: 0 } },
    });
  });

  it.each([
    [['--services', 'many'], /--services takes a number/],
    [['--webhook-url', 'http://x'], /together/],
    [['--nonsense'], /nonsense/],
  ])('refuses %j', (args, message) => {
    expect(() => read(...args)).toThrow(UsageError);
    expect(() => read(...args)).toThrow(message);
  });
});
