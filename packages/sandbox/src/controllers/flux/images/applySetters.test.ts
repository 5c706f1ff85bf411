import { applySetters } from './applySetters';

const chosen = (policy: string) =>
  policy === 'flux-system:shop'
    ? { name: 'registry.test/acme/shop', tag: '2.0.0' }
    : undefined;

describe('applySetters', () => {
  it.each([
    ['newTag: 1.0.0 # {"$imagepolicy": "flux-system:shop:tag"}', '2.0.0'],
    [
      '  - name: a.test/shop # {"$imagepolicy": "flux-system:shop:name"}',
      'registry.test/acme/shop',
    ],
    [
      'image: a.test/shop:1 # {"$imagepolicy": "flux-system:shop"}',
      'registry.test/acme/shop:2.0.0',
    ],
  ])('writes what %s stands for', (line, value) => {
    const [marker] = /#.*$/.exec(line)!;
    const [key] = /^.*?: /.exec(line)!;
    expect(applySetters(`a: 1\n${line}\nb: 2\n`, chosen)).toBe(
      `a: 1\n${key}${value} ${marker}\nb: 2\n`,
    );
  });

  it.each([
    'newTag: 1.0.0',
    'newTag: 1.0.0 # {"$imagepolicy": "flux-system:other:tag"}',
    'newTag: 1.0.0 # kept {"$imagepolicy": "flux-system:shop:tag"}',
    '# newTag: 1.0.0 # {"$imagepolicy": "flux-system:shop:tag"}',
  ])('leaves %s as it is', line => {
    expect(applySetters(`${line}\n`, chosen)).toBe(`${line}\n`);
  });
});
