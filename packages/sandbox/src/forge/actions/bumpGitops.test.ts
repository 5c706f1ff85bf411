import { withNewTag } from './bumpGitops';

describe('withNewTag', () => {
  const kustomization = `# what runs in development
resources: [../../base]
images:
  - name: localhost:7140/acme/proxy
    newTag: "3" # pinned
  - name: localhost:7140/acme/checkout
    newTag: 1.2.3
replicas:
  - name: checkout
    count: 1
`;

  it('keeps the comment of the line, which may be a marker', () => {
    const marked = `images:
  - name: localhost/acme/settlements
    newTag: 1.2.0 # {"$imagepolicy": "flux-system:settlements:tag"}
`;
    expect(withNewTag(marked, 'acme/settlements', '1.3.0')).toBe(
      marked.replace('1.2.0', '1.3.0'),
    );
  });

  it('changes one line and no other', () => {
    expect(withNewTag(kustomization, 'acme/checkout', '1.3.0')).toBe(
      kustomization.replace('1.2.3', '1.3.0'),
    );
  });

  it('leaves a file alone that does not have the image', () => {
    expect(withNewTag(kustomization, 'acme/checkout-api', '1')).toBe(
      kustomization,
    );
    expect(withNewTag(kustomization, 'acme/check', '1')).toBe(kustomization);
  });
});
