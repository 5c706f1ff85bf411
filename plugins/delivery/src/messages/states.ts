/** What a page says when it has no ordinary data to show. */
export const statesMessages = {
  sandbox:
    'Sandbox data: this portal shows a made-up company, not your systems.',
  loading: 'Loading delivery data',
  refreshFailed:
    'Could not refresh; what you see was fetched {{age}}. It is tried again by itself.',
  retry: 'Try again',
  warningsTitle_one: 'Something in this entity’s set-up needs attention',
  warningsTitle_other:
    '{{count}} things in this entity’s set-up need attention',
  annotation: 'Annotation',
  sourcesTitle: 'Sources of this page',
  staleSourcesTitle: 'Some of this may be out of date',
  staleSource: '{{source}} answered last {{age}}.',
  neverAnswered: '{{source}} has not answered yet.',
  allSources: 'All sources',
  lastAnswer: 'answered {{age}}',
  pendingTitle: 'Being linked',
  pendingText:
    'This entity is new here. Its deployments, runs and commits are being looked up; they appear by themselves in a few seconds.',
  emptyTitle: 'Nothing is linked to this entity yet',
  emptyText:
    'Add one of these annotations to its catalog file, or label the deployed objects with backstage.io/kubernetes-id. It shows here within a minute.',
  emptyTried: 'What was looked for',
  exampleRepository: 'Commits, pull requests and pipeline runs',
  exampleApplication: 'Deployments by a GitOps controller',
  exampleWorkload: 'Workloads in a cluster, by label',
  exampleImages: 'Images that it is published as',
  copy: 'Copy',
  copied: 'Copied',
  copyWhat: 'Copy: {{what}}',
  copyFailed:
    'The browser does not let this page copy; select the text instead.',
  errorDetails: 'Details',
  notFoundTitle: 'Not known, or not for you to see',
  notFoundText:
    'The delivery back end has no such entity, or you may not read it in the catalog. If it is new, it appears once the catalog has processed it; else ask its owner for access.',
  notInstalledTitle: 'The delivery back end is not installed',
  notInstalledText:
    'The portal’s back end answers, but has no delivery plugin. An administrator adds it with backend.add(import(‘@throughline/plugin-delivery-backend’)).',
  forbiddenTitle: 'You may not see this',
  forbiddenText:
    'The portal’s permission policy does not allow it. An administrator can grant {{permission}}.',
  signedOutTitle: 'You are signed out',
  signedOutText:
    'Your session has ended. Sign in again, then reload this page.',
  unreachableTitle: 'The delivery back end cannot be reached',
  unreachableText:
    'Nothing answered. It may be restarting, or your connection may be down.',
  brokenTitle: 'Something went wrong in the delivery back end',
  brokenText:
    'It is not your doing. Try again; if it stays, hand the message below to the portal’s administrators.',
} as const;
