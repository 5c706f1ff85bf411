import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { OperationsLog } from './OperationsLog';

describe('OperationsLog', () => {
  function setUp(operations: number) {
    const fail = jest.fn();
    const search = jest.fn(async ({ limit }: { limit: number }) =>
      Array.from({ length: Math.min(operations, limit) }, () => ({})),
    );
    const log = new OperationsLog({
      store: { search },
      access: { of: async () => ({ asker: { ref: 'user:default/maya' } }) },
      visibility: { of: async () => ({ type: 'all' }) },
      rights: { require: async () => {} },
      auditor: mockServices.auditor.mock({
        createEvent: async () => ({ success: async () => {}, fail }),
      }),
    } as unknown as ConstructorParameters<typeof OperationsLog>[0]);
    return { fail, export: () => log.export({}, mockCredentials.user()) };
  }

  it('exports no part that could be taken for the whole', async () => {
    const log = setUp(10_001);
    await expect(log.export()).rejects.toThrow(
      'These are more than 10000 operations. Export them in parts, month by month.',
    );
    expect(log.fail).toHaveBeenCalledTimes(1);
  });

  it('exports a log without entries', async () => {
    expect((await setUp(0).export()).split('\r\n')).toHaveLength(2);
  });
});
