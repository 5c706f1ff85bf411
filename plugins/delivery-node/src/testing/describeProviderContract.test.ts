import { contractChecks } from './checks';
import { describeProviderContract } from './describeProviderContract';
import { createReferenceHarness, type Breach } from './referenceProvider';

describeProviderContract('the reference provider', () =>
  createReferenceHarness(),
);

describe('the kit notices a provider that', () => {
  it.each<[Breach, RegExp]>([
    ['forgetsPages', /more than one page/],
    ['listsBrokenOff', /answers 500/],
    ['neverRemoves', /removes what vanished/],
    ['ticks', /byte for byte/],
    ['countsRequests', /byte for byte/],
    ['failsOnMalformed', /malformed/],
    ['tellsToken', /'echo'/],
    ['logsToken', /no secret while all is well/],
    ['bigBatches', /key of its own/],
    ['sameKeys', /key of its own/],
    ['unknownField', /schemas/],
    ['plainErrors', /refused/],
    ['emptiesOnHint', /hint/],
    ['neverFinds', /does it once though/],
    ['alwaysFinds', /leaves nothing behind/],
    ['actsInFollow', /does what it is asked, once/],
    ['tellsTokenOnAct', /no secret in errors of operations/],
    ['claimsItFailed', /nobody knows/],
    ['rawNames', /encodes the names/],
    ['neverGivesUp', /gives operations up/],
  ])('%s', async (breach, name) => {
    const checks = contractChecks.filter(check => name.test(check.name));
    expect(checks).not.toHaveLength(0);
    for (const check of checks) {
      const harness = await createReferenceHarness(breach);
      await expect(check.run(harness)).rejects.toThrow();
      await harness.close();
    }
  });

  it('ignoresAbort', async () => {
    const check = contractChecks.find(({ name }) =>
      name.endsWith('aborted while the upstream hangs'),
    );
    const harness = await createReferenceHarness('ignoresAbort');
    await expect(check?.run(harness)).rejects.toThrow('did not end');
    await harness.close();
  }, 20_000);
});
