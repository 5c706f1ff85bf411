import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { parse } from 'yaml';
import { readOperations } from './readOperations';

const DOCS = join(__dirname, '../../../../../docs/operations.md');

const examples = [
  ...readFileSync(DOCS, 'utf8').matchAll(/^```yaml\n(.*?)^```$/gms),
].map(([, text]) => text);

/** As the portal's configuration reads it: `$${name}` is how `${name}` is written there. */
function readAsConfig(text: string): ConfigReader {
  return new ConfigReader(
    parse(text, (_, value) =>
      typeof value === 'string' ? value.replaceAll('$${', '${') : value,
    ),
  );
}

it('has examples', () => {
  expect(examples.length).toBeGreaterThanOrEqual(9);
});

it.each(examples)('can be used as it is written:\n%s', text => {
  const config = readOperations(readAsConfig(text), [
    'development',
    'staging',
    'production',
  ]);
  const { versions, gates, freezes, waves, floor } = config;
  expect(
    versions.length +
      gates.size +
      freezes.length +
      waves.size +
      floor.productionGrants.length,
  ).toBeGreaterThan(0);
});
