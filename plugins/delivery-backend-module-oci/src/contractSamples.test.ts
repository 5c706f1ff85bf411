import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseChallenge } from './registry/parseChallenge';
import { createWebhook } from './webhook/createWebhook';
import type { RegistryConfig } from './config/readOciConfig';
import {
  ConfigBlob,
  errorCode,
  Index,
  Manifest,
  TagsAnswer,
} from './registry/schemas';

const samples = path.resolve(
  __dirname,
  '../../../../shared/contracts/oci/samples',
);
const present = existsSync(samples);
const suite = present ? describe : describe.skip;
const name = present
  ? 'answers recorded from a registry'
  : 'answers recorded from a registry (skipped: they are not beside this checkout)';

const sample = (file: string) =>
  JSON.parse(readFileSync(path.join(samples, `${file}.json`), 'utf8'));
const bodyOf = (file: string) => sample(file).response.body;

suite(name, () => {
  it('are read', () => {
    expect(TagsAnswer.parse(bodyOf('tags-list')).tags).toContain('1.4.2');
    expect(Manifest.parse(bodyOf('manifest-by-tag')).layers).toHaveLength(1);
    expect(Manifest.parse(bodyOf('manifest-by-digest')).config.size).toBe(639);
    expect(Index.parse(bodyOf('index-by-tag')).manifests).toHaveLength(2);
    expect(
      ConfigBlob.parse(bodyOf('config-blob')).config?.Labels?.[
        'org.opencontainers.image.version'
      ],
    ).toBe('1.4.2');
  });

  it.each([
    ['error-manifest-unknown', 'MANIFEST_UNKNOWN'],
    ['error-name-unknown', 'NAME_UNKNOWN'],
    ['error-blob-unknown', 'BLOB_UNKNOWN'],
  ])('of errors are told apart: %s', (file, code) => {
    expect(errorCode(JSON.stringify(bodyOf(file)))).toBe(code);
  });

  it('of errors may be text', () => {
    expect(errorCode(String(bodyOf('referrers-unsupported')))).toBeUndefined();
  });

  it('ask for a token', () => {
    const { headers } = sample('auth-challenge-bearer').response;
    expect(parseChallenge(headers['Www-Authenticate'])).toMatchObject({
      scheme: 'bearer',
      parameters: { scope: 'repository:shop/checkout:pull' },
    });
  });

  it.each([
    ['notification-push', 'hints'],
    ['notification-pull', 'ignored'],
  ])('come as notifications: %s', async (file, type) => {
    const { headers, body } = sample(file);
    const webhook = createWebhook(
      [{ name: 'own', host: 'registry.example.test' } as RegistryConfig],
      [{ get: async () => 'shared-demo-token' }],
    );
    expect(
      await webhook({
        headers: {
          'content-type': headers['Content-Type'],
          authorization: headers.Authorization,
        },
        body: Buffer.from(JSON.stringify(body)),
      }),
    ).toMatchObject({ type });
  });
});
