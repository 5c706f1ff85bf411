import type {
  EntityVersionRules,
  EnvironmentVersionRules,
  VersionRuleProposal,
  VersionRuleTrial,
  VersionRuleTrialInput,
} from '@throughline/plugin-delivery-common';

const FILE = 'apps/checkout/overlays/production/kustomization.yaml';
const snippets = {
  annotation: 'metadata:\n  annotations:\n    delivery/version-rules: …\n',
  config: 'delivery:\n  operations:\n    versions: …\n',
};

/** A rule for production that matches what runs. */
export function proposal(
  overrides: Partial<VersionRuleProposal> = {},
): VersionRuleProposal {
  return {
    rule: { strategy: 'kustomizeImages', file: FILE, write: 'pullRequest' },
    found: 'the entry of images for ghcr.io/acme/checkout',
    match: 'same',
    places: [
      {
        targetId: 'target-checkout-prod',
        target: 'checkout-prod',
        repository: 'github.com/acme/gitops',
        branch: 'main',
        file: FILE,
        current: '1.4.2',
        runs: '1.4.2',
        match: 'same',
      },
    ],
    missing: [],
    remarks: [],
    snippets,
    ...overrides,
  };
}

/** Staging has a rule, production a proposal. */
export function versionRules(
  production: Partial<EnvironmentVersionRules> = {},
): EntityVersionRules {
  return {
    entityRef: 'component:default/checkout',
    environments: [
      {
        environment: 'staging',
        title: 'Staging',
        versions: ['1.5.0'],
        targets: [
          {
            id: 'target-checkout-staging',
            name: 'checkout-staging',
            inForce: {
              origin: 'config',
              where: 'delivery.operations.versions[1]',
              rule: {
                strategy: 'value',
                file: 'apps/checkout/values-staging.yaml',
                path: 'image.tag',
                write: 'commit',
              },
            },
          },
        ],
      },
      {
        environment: 'production',
        title: 'Production',
        versions: ['1.5.0', '1.4.2'],
        targets: [
          {
            id: 'target-checkout-prod',
            name: 'checkout-prod',
            missingBecause: 'no rule tells where checkout-prod lives',
          },
        ],
        proposals: [proposal()],
        nothingFound: [],
        ...production,
      },
    ],
  };
}

/** What a rule would write. */
export function versionRuleTrial(
  { version }: VersionRuleTrialInput,
  overrides: Partial<VersionRuleTrial> = {},
): VersionRuleTrial {
  return {
    version,
    changes: [
      {
        repository: 'github.com/acme/gitops',
        path: FILE,
        diff: `@@ -1 +1 @@\n-newTag: 1.4.2\n+newTag: ${version}\n`,
      },
    ],
    places: [{ target: 'checkout-prod', file: FILE, before: '1.4.2' }],
    snippets,
    ...overrides,
  };
}
