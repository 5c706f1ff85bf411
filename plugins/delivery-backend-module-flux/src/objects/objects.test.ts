import { folderOf, urlWithoutPassword } from './base';
import { parseInventoryId } from './inventory';
import { chartVersionOf, parseRevision, sameRevision } from './revision';

const SHA = 'c933408394a3af8fa7208af8c9abf7fe430f99d4';
const DIGEST = 'd'.repeat(64);

describe('revisions', () => {
  it.each([
    [`main@sha1:${SHA}`, { name: 'main', algorithm: 'sha1', hash: SHA }],
    [
      `refs/tags/v1@sha1:${SHA.toUpperCase()}`,
      { name: 'refs/tags/v1', algorithm: 'sha1', hash: SHA },
    ],
    [`v1@sha256:${DIGEST}`, { name: 'v1', algorithm: 'sha256', hash: DIGEST }],
    [`sha1:${SHA}`, { algorithm: 'sha1', hash: SHA }],
    [`feature/a/${SHA}`, { name: 'feature/a', hash: SHA }],
    [SHA, { hash: SHA }],
    ['6.5.3', undefined],
    ['6.5.3+0cc9a8446c95', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s', (text, revision) => {
    expect(parseRevision(text)).toEqual(revision);
  });

  it('are the same by their content', () => {
    expect(sameRevision(`main@sha1:${SHA}`, `main/${SHA}`)).toBe(true);
    expect(sameRevision(`a@sha1:${SHA}`, `b@sha1:${SHA}`)).toBe(true);
    expect(sameRevision('6.5.3', '6.5.3')).toBe(true);
    expect(sameRevision('6.5.3', '6.5.4')).toBe(false);
    expect(sameRevision(undefined, undefined)).toBe(false);
  });

  it.each([
    ['6.6.1+dddddddddddd', `sha256:${DIGEST}`, '6.6.1'],
    ['6.6.1+eeeeeeeeeeee', `sha256:${DIGEST}`, '6.6.1+eeeeeeeeeeee'],
    ['6.6.1+dddddddddddd', undefined, '6.6.1+dddddddddddd'],
    ['6.6.1', `sha256:${DIGEST}`, '6.6.1'],
  ])('of charts: %s with %s is %s', (version, digest, bare) => {
    expect(chartVersionOf(version, digest)).toBe(bare);
  });
});

describe('ids of inventories', () => {
  it.each([
    [
      'shop_shop_apps_Deployment',
      { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'shop' },
    ],
    [
      'shop_shop__Service',
      { kind: 'Service', namespace: 'shop', name: 'shop' },
    ],
    ['_shop__Namespace', { kind: 'Namespace', name: 'shop' }],
    [
      '_system__controller__shop_rbac.authorization.k8s.io_ClusterRole',
      {
        group: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: 'system:controller:shop',
      },
    ],
    ['nonsense', undefined],
    ['a_b', undefined],
    ['', undefined],
  ])('%s', (id, pointer) => {
    expect(parseInventoryId(id)).toEqual(pointer);
  });
});

describe('places', () => {
  it.each([
    ['./apps/shop/', 'apps/shop'],
    ['/apps//shop', 'apps/shop'],
    ['./', ''],
    [undefined, ''],
    ['a/../../b', 'b'],
  ])('the folder %s is %j', (path, folder) => {
    expect(folderOf(path)).toBe(folder);
  });

  it.each([
    ['https://me:secret@example.com/a', 'https://example.com/a'],
    ['https://token@example.com/a', 'https://example.com/a'],
    ['ssh://git@example.com/a', 'ssh://git@example.com/a'],
    ['ssh://git:secret@example.com/a', 'ssh://git@example.com/a'],
    ['git@example.com:a/b', 'git@example.com:a/b'],
    ['oci://ghcr.io/acme/a@b', 'oci://ghcr.io/acme/a@b'],
  ])('%s is told as %s', (url, told) => {
    expect(urlWithoutPassword(url)).toBe(told);
  });
});
