import type { RunItem } from '@throughline/plugin-delivery-node';
import { record, stored } from '../tests/record';
import { run } from '../tests/world';
import { runAccess } from './runAccess';
import { runView } from './summaries';

const from = record();
const job = (more: Partial<RunItem>) => {
  const { repository: _, ...rest } = run('a');
  return stored<RunItem>({ ...rest, ...more }, 'jenkins:main');
};

it.each<[string, Partial<RunItem>, string]>([
  ['of its repository', { repository: 'github.com/acme/checkout' }, 'full'],
  ['of another one', { repository: 'github.com/acme/other' }, 'statusOnly'],
  [
    'that names it by its label',
    { labels: { 'backstage.io/kubernetes-id': 'checkout' } },
    'full',
  ],
  [
    'that names another by its label',
    { labels: { 'backstage.io/kubernetes-id': 'other' } },
    'statusOnly',
  ],
  ['of a pipeline only', { pipelineKeys: ['shop/checkout'] }, 'statusOnly'],
])('a run %s', (_, more, access) => {
  expect(runAccess(from)(job(more))).toBe(access);
});

it('a run with its status only tells nothing else', () => {
  const view = runView(
    job({
      title: 'secret title',
      branch: 'secret-branch',
      actor: { name: 'Secret' },
      url: 'https://secret.example',
      parameters: { SECRET: 'secret' },
      status: { status: 'unknown', raw: 'secret', reason: 'secret' },
      jobs: [{ name: 'secret', status: { status: 'failed' } }],
    }),
    'statusOnly',
  );
  expect(JSON.stringify(view).toLowerCase()).not.toContain('secret');
  expect(view.status.status).toBe('unknown');
});
