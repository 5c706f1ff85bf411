import { isPinned, pin, unpin } from './pinning';

const text = `images:
  - name: ghcr.io/acme/shop
    newTag: 1.4.2 # {"$imagepolicy": "flux-system:shop:tag"}
  - name: other
    newTag: "1" # {"$imagepolicy": "flux-system:other:tag"}
`;

it('an automation does not find its marker in what is pinned, and finds it again', () => {
  const pinned = pin(text);
  expect(pinned).not.toContain('# {"$imagepolicy"');
  expect(isPinned(pinned)).toBe(true);
  expect(isPinned(text)).toBe(false);
  expect(unpin(pinned)).toBe(text);
});

it('what is pinned already is pinned once', () => {
  expect(pin(pin(text))).toBe(pin(text));
});
