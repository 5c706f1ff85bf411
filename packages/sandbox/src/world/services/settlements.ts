import { ServiceSpec } from './ServiceSpec';

/**
 * A service that mixes: Jenkins builds it and deploys development by itself, Tekton verifies it, Argo CD
 * applies staging, Flux applies production.
 */
export const settlements: ServiceSpec = {
  name: 'settlements',
  title: 'Settlements',
  description: 'Nets what merchants are owed and instructs the banks',
  team: 'payments',
  system: 'money',
  repository: 'acme/settlements',
  folder: '',
  shared: [],
  language: 'go',
  delivery: 'kustomize',
  workload: 'Deployment',
  port: 8080,
  jenkins: {
    pipeline: 'payments/settlements',
    deploy: 'payments/deploy-settlements',
  },
  tekton: {
    cluster: 'nonprod',
    namespace: 'settlements-ci',
    pipeline: 'settlements-verify',
  },
  annotations: {
    'jenkins.io/job-full-name': 'payments/settlements',
    'backstage.io/kubernetes-id': 'settlements',
    'terraform/workspaces': 'settlements-database',
  },
  tagPrefix: 'v',
  stages: [
    {
      environment: 'development',
      cluster: 'nonprod',
      namespace: 'settlements-development',
      replicas: 1,
    },
    {
      environment: 'staging',
      cluster: 'nonprod',
      namespace: 'settlements-staging',
      replicas: 2,
      gitops: {
        application: 'settlements-staging',
        instance: 'nonprod',
        path: 'apps/settlements/overlays/staging',
        autoSync: true,
      },
    },
    {
      environment: 'production',
      cluster: 'prod-eu',
      namespace: 'settlements-production',
      replicas: 3,
      flux: {
        kustomization: 'settlements',
        path: 'apps/settlements/overlays/production',
      },
    },
  ],
  history: {
    commits: 64,
    firstVersion: [1, 2, 0],
    lag: { staging: 0, production: 2 },
    merge: 'squash',
  },
  vocabulary: {
    modules: ['netting', 'instruction', 'cutoff', 'bank', 'holdback'],
    nouns: [
      'the netting run',
      'the cut-off calendar',
      'the payment instruction',
      'the bank adapter',
      'the holdback rule',
      'the merchant balance',
      'the SEPA file',
      'the approval step',
      'the settlement window',
    ],
    subjects: [
      'Net refunds before fees',
      'Respect the TARGET calendar at cut-off',
      'Hold back a share for new merchants',
      'Send instant payments below the limit',
      'Ask for a second approval above a million',
      'Fix the value date of late instructions',
      'Retry instructions that the bank deferred',
      'Write one SEPA file per bank',
      'Show what a merchant balance is made of',
      'Close the settlement window per currency',
    ],
  },
};
