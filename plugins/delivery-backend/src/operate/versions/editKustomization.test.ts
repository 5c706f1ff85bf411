import { applyVersion, readVersion } from './applyVersion';
import type { VersionRule, WantedVersion } from './VersionRule';

const IMAGE = 'ghcr.io/acme/checkout';
const DIGEST = `sha256:${'a'.repeat(64)}`;
const OTHER = `sha256:${'b'.repeat(64)}`;

const ruleOf = (image: string): VersionRule => ({
  strategy: 'kustomizeImages',
  repository: 'github.com/acme/gitops',
  file: 'apps/checkout/kustomization.yaml',
  image,
  write: 'commit',
  origin: 'config',
  where: 'delivery.operations.versions[0]',
});

const wanted: WantedVersion = {
  repository: IMAGE,
  tag: 'v2',
  digest: DIGEST,
};

describe('an entry of images', () => {
  it.each([
    // What base manifests call the image stands for it.
    ['checkout', `{ name: checkout, newName: ${IMAGE}, newTag: v1 }`],
    // By what it is replaced with.
    [IMAGE, `{ name: app, newName: ${IMAGE}, newTag: v1 }`],
    // An environment may have a registry of its own.
    ['checkout', `{ name: checkout, newName: mirror/checkout, newTag: v1 }`],
    // With a port, and with names that mean the same.
    ['localhost:5000/a', '{ name: "localhost:5000/a", newTag: v1 }'],
    ['docker.io/library/nginx', '{ name: nginx, newTag: v1 }'],
    ['nginx', '{ name: docker.io/library/nginx, newTag: v1 }'],
  ])('%s is found: %s', (image, entry) => {
    const text = `images: [{ name: other, newTag: v1 }, ${entry}]\n`;
    const by = ruleOf(image);
    const { repository: _, ...anyRegistry } = wanted;
    const result = applyVersion(
      text,
      by,
      entry.includes('newName') ? wanted : anyRegistry,
    );
    expect(result).toMatchObject({
      text: text.replace(entry, entry.replace('v1', 'v2')),
      before: 'v1',
      after: 'v2',
    });
    expect(readVersion(text, by)).toBe('v1');
  });

  it('changes its digest alone, where it has no tag', () => {
    const text = `images:\n- digest: ${OTHER} # pinned\n  name: ${IMAGE}\n`;
    expect(applyVersion(text, ruleOf(IMAGE), wanted)).toMatchObject({
      text: text.replace(OTHER, DIGEST),
      before: OTHER,
    });
    expect(readVersion(text, ruleOf(IMAGE))).toBe(OTHER);
  });

  it.each([
    [
      `images:\n- name: ${IMAGE}\n  newName: ghcr.io/acme/proxy\n  newTag: v1\n`,
      'apps/checkout/kustomization.yaml takes the image ghcr.io/acme/proxy for ghcr.io/acme/checkout, and not ghcr.io/acme/checkout',
    ],
    [
      'images:\n- name: a\n- name: b\n',
      `apps/checkout/kustomization.yaml has no entry of 'images' for ${IMAGE} (it has: a, b)`,
    ],
    [
      'resources: []\n',
      `apps/checkout/kustomization.yaml has no entry of 'images' for ${IMAGE} (it has: none)`,
    ],
    [
      `images: [{ name: ${IMAGE}, newTag: v1 }]\n---\nkind: Component\n`,
      'apps/checkout/kustomization.yaml is no kustomization: it has 2 documents',
    ],
    [
      `x: &t v1\nimages: [{ name: ${IMAGE}, newTag: *t }]\n`,
      'apps/checkout/kustomization.yaml, images[0].newTag: it is taken from elsewhere (*t): it is changed where &t is',
    ],
    ['images: [\n', expect.stringMatching(/kustomization.yaml is no YAML: /)],
  ])('is refused: %j', (text, refusedBecause) => {
    expect(applyVersion(text, ruleOf(IMAGE), wanted)).toEqual({
      refusedBecause,
    });
  });
});
