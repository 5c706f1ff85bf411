import { describeFuzz } from '@throughline/plugin-delivery-node/testing';
import { recording } from './__testUtils__/samples';
import { configOf } from './fixtures/configOf';
import { changeOf, planOf } from './fixtures/planOf';
import { Included } from './hcp/Included';
import {
  knowWorkspace,
  targetOf as workspaceTarget,
} from './hcp/KnownWorkspace';
import { readFacts } from './hcp/runFacts';
import { deploymentOf, runOf } from './hcp/runItems';
import { Workspace } from './hcp/schemas';
import { readPlan } from './published/readPlan';
import { readState } from './published/readState';
import { targetOf } from './published/targetOf';
import { UnreadableDocument } from './published/UnreadableDocument';

const [entry] = configOf({
  published: [{ name: 'db', planUrl: 'https://a.test/plan.json' }],
}).published;

const noop = recording('plan-noop');
/** A minute after the plan that would change nothing. */
const NOW = Date.parse(noop.timestamp) + 60_000;
const dated = (plan: object) => ({ ...plan, timestamp: noop.timestamp });
const refuses = (error: unknown) => error instanceof UnreadableDocument;
const list = (value: unknown): any[] => (Array.isArray(value) ? value : []);
const IDLE = ['no-op', 'read', 'open'];

/** Whether a plan is of this hour, whole, and would change nothing. */
function saysSynced(plan: any): boolean {
  const entries = [
    ...list(plan.resource_changes),
    ...list(plan.resource_drift),
  ];
  return (
    plan.errored !== true &&
    plan.complete !== false &&
    plan.applyable !== true &&
    Array.isArray(plan.resource_changes) &&
    isFresh(plan) &&
    entries.every(
      ({ change }) =>
        change.actions.length === 1 && IDLE.includes(change.actions[0]),
    )
  );
}

function isFresh({ timestamp }: any): boolean {
  return Math.abs(NOW - Date.parse(timestamp)) <= 24 * 3_600_000;
}

function saysHealthy(plan: any): boolean {
  return (
    plan.errored !== true &&
    isFresh(plan) &&
    list(plan.checks).some(({ address }) => address.kind === 'check') &&
    plan.checks.every(({ status }: any) => status === 'pass')
  );
}

const point = (type: string) => ({ data: { type, id: '1' } });
const times = { 'applying-at': noop.timestamp, 'applied-at': noop.timestamp };
const workspace = {
  id: 'ws-1',
  attributes: {
    name: 'db',
    locked: false,
    'assessments-enabled': true,
    'working-directory': 'infra/',
    'tag-names': ['shop'],
    'vcs-repo': { identifier: 'acme/infra', branch: 'main' },
  },
  relationships: {
    'current-run': point('runs'),
    'current-assessment-result': point('assessment-results'),
  },
};
const included = {
  run: {
    status: 'applied',
    actions: { 'is-confirmable': false },
    'created-at': noop.timestamp,
    'has-changes': true,
    'plan-only': false,
    message: 'Merge',
    source: 'tfe-vcs',
    'status-timestamps': times,
  },
  assessment: {
    succeeded: true,
    drifted: false,
    'resources-drifted': 0,
    'all-checks-succeeded': true,
    'checks-passed': 2,
    'checks-failed': 0,
    'checks-errored': 0,
    'checks-unknown': 0,
  },
  plan: { 'resource-additions': 1, 'status-timestamps': times },
};

function readHcp(answer: any) {
  const parsed = Workspace.safeParse(answer?.workspace).data;
  if (!parsed) {
    return [];
  }
  const known = knowWorkspace(
    parsed,
    new Included(
      [
        {
          type: 'runs',
          attributes: answer.run,
          relationships: { plan: point('plans') },
        },
        { type: 'assessment-results', attributes: answer.assessment },
        { type: 'plans', attributes: answer.plan },
      ].map(object => ({ id: '1', ...object })),
    ),
    'https://a.test/app/b',
  );
  const target = workspaceTarget(known);
  if (!known.run) {
    return [target];
  }
  const facts = readFacts(known.run, new Included([]));
  const deployment = deploymentOf(known.run, facts, known);
  return [
    target,
    runOf(known.run, facts, known),
    ...(deployment ? [deployment] : []),
  ];
}

describeFuzz('Terraform', [
  {
    name: 'a plan that is published',
    payloads: [
      noop,
      dated(recording('plan-change')),
      dated(recording('plan-resource-drift')),
      dated(recording('plan-errored')),
      dated(
        planOf({
          applyable: true,
          resource_changes: [changeOf('a.b', ['update'])],
          resource_drift: [changeOf('a.b', ['update'])],
        }),
      ),
    ],
    words: ['no-op', 'read', 'pass', 'fail', 'check', noop.timestamp],
    read: document => [targetOf(entry, { plan: readPlan(document) }, NOW)],
    says: ({ of }, plan) =>
      of === 'sync' ? saysSynced(plan) : of === 'health' && saysHealthy(plan),
    refuses,
  },
  {
    name: 'a state that is published',
    payloads: [recording('show-state')],
    words: ['pass', 'fail', 'managed', '1.0'],
    read: document => [targetOf(entry, { state: readState(document) }, NOW)],
    // A state tells what was, and not what is asked for.
    says: () => false,
    refuses,
  },
  {
    name: 'a workspace of HCP Terraform',
    payloads: [
      { workspace, ...included },
      {
        workspace,
        ...included,
        run: { ...included.run, status: 'planned_and_finished' },
        assessment: { ...included.assessment, drifted: true },
      },
    ],
    words: [
      'applied',
      'planned',
      'planned_and_finished',
      'errored',
      'assessed',
    ],
    read: readHcp,
    says({ of }, { workspace: { attributes }, run, assessment }) {
      switch (of) {
        case 'sync':
          return (
            attributes['assessments-enabled'] === true &&
            assessment.succeeded === true &&
            assessment.drifted === false
          );
        case 'health':
          return (
            assessment.succeeded === true &&
            assessment['all-checks-succeeded'] === true
          );
        case 'outcome':
          return run.status === 'applied';
        default:
          return ['applied', 'planned_and_finished', 'assessed'].includes(
            run.status,
          );
      }
    },
  },
]);
