import assert from 'node:assert/strict';
import type { TargetItem } from '../../contract';
import type { ContractCheck, UpstreamFault } from '../harness';
import { assertNoSecret } from './assertNoSecret';
import { silentLogger } from './silentLogger';
import { collect, pass, start } from './steps';

const tellingFaults: UpstreamFault[] = [
  { type: 'echo' },
  { type: 'status', status: 401 },
  { type: 'status', status: 500 },
  { type: 'refuse' },
  { type: 'html' },
  { type: 'halfJson' },
];

/** What holds of secrets and of details. */
export const secrecyChecks: readonly ContractCheck[] = [
  {
    name: 'tells no secret while all is well',
    needs: [],
    async run(harness) {
      assert.ok(harness.upstream.secrets.some(secret => secret.length >= 12));
      await harness.upstream.add(2);
      const { observations, logs } = await pass(harness);
      assertNoSecret(harness, [observations, logs]);
    },
  },
  ...tellingFaults.map(
    (fault): ContractCheck => ({
      name: `tells no secret in errors and logs on ${
        fault.type === 'status' ? `status ${fault.status}` : `'${fault.type}'`
      }`,
      needs: [fault.type],
      async run(harness) {
        await harness.upstream.add(1);
        await harness.upstream.misbehave(fault);
        const running = start(harness);
        const timer = setTimeout(() => running.abort(), 1_500);
        const error = await running.ended();
        clearTimeout(timer);
        assertNoSecret(harness, [running.observations, running.logs, error]);
      },
    }),
  ),
  {
    name: 'gives details up when nobody waits for them any more',
    needs: ['hang'],
    async run(harness) {
      await harness.upstream.add(1);
      const target = [...(await collect(harness)).items.values()]
        .map(({ item }) => item)
        .find((item): item is TargetItem => item.kind === 'target');
      const source = harness.createSource();
      if (!target || !source.details) {
        return;
      }
      await harness.upstream.misbehave({ type: 'hang' });
      for (const lookUp of Object.values(source.details)) {
        const error = await lookUp(target, {
          signal: AbortSignal.timeout(100),
          logger: silentLogger(),
        }).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        assert.ok(error, 'details came from an upstream that hangs');
        assertNoSecret(harness, [error]);
      }
    },
  },
];
