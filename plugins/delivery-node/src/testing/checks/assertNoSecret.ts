import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { ProviderHarness } from '../harness';

/** Looks through all that can be seen of the values, hidden properties and causes included. */
export function assertNoSecret(harness: ProviderHarness, told: unknown[]) {
  const text = told
    .map(value =>
      inspect(value, {
        depth: 20,
        showHidden: true,
        maxArrayLength: null,
        maxStringLength: null,
      }),
    )
    .join('\n');
  for (const secret of harness.upstream.secrets) {
    assert.ok(!text.includes(secret), 'a secret was told');
    assert.ok(
      !text.includes(encodeURIComponent(secret)),
      'a secret was told, encoded',
    );
  }
}
