import { readItems } from '@throughline/plugin-delivery-node';
import {
  describeFuzz,
  type FuzzSubject,
} from '@throughline/plugin-delivery-node/testing';
import { readBranch } from './map/readBranch';
import { readCombined } from './map/readCombined';
import { readCommit } from './map/readCommit';
import { readPull } from './map/readPull';
import { readRelease } from './map/readRelease';
import type { RepositoryFacts } from './map/RepositoryFacts';
import { readRun, withJobs } from './map/readRun';

const REPOSITORY = 'git.example.test/acme/shop';
const SHA = 'a'.repeat(40);
const AT = '2026-11-20T10:00:00+01:00';
const URL = 'https://git.example.test/acme/shop';
const facts: RepositoryFacts = {
  url: URL,
  defaultBranch: 'main',
  hasCode: true,
  hasActions: true,
  hasPulls: true,
  hasReleases: true,
};
const combined = {
  state: 'success',
  total_count: 2,
  statuses: [{ status: 'success' }, { status: 'success' }],
};
const pull = {
  number: 5,
  title: 'A change',
  state: 'closed',
  merged: true,
  draft: false,
  updated_at: AT,
  html_url: `${URL}/pulls/5`,
  head: { ref: 'topic', sha: SHA },
  base: { ref: 'main', sha: SHA },
  merge_commit_sha: 'b'.repeat(40),
  user: { login: 'ada', full_name: 'Ada Example' },
};
const run = {
  id: 7,
  path: 'ci.yaml@refs/heads/main',
  display_title: 'A change',
  run_number: 3,
  run_attempt: 2,
  event: 'push',
  status: 'completed',
  conclusion: 'success',
  head_branch: 'main',
  head_sha: SHA,
  trigger_actor: { login: 'gitea-actions' },
  started_at: AT,
  completed_at: AT,
  html_url: `${URL}/actions/runs/7`,
};
const job = {
  id: 70,
  name: 'build',
  status: 'completed',
  conclusion: 'success',
  created_at: AT,
  started_at: AT,
  completed_at: AT,
};
const commit = {
  sha: SHA,
  html_url: URL,
  commit: {
    message: 'A change\n\nArgocd-reference-commit-sha: abc',
    author: { name: 'Ada' },
    committer: { date: AT },
  },
  author: { login: 'ada' },
  parents: [{ sha: SHA }],
  files: [{ filename: 'a' }],
};
const words = [
  ...['success', 'failure', 'cancelled', 'skipped', 'warning', 'error'],
  ...['completed', 'in_progress', 'queued', 'waiting', 'open', 'closed', true],
];
const list = (value: unknown): any[] => (Array.isArray(value) ? value : []);
const isSuccess = (one: any) =>
  one?.status === 'completed' && one.conclusion === 'success';
const never: FuzzSubject['says'] = () => false;

describeFuzz('Gitea', [
  {
    name: 'a run with its jobs',
    payloads: [
      { run, jobs: [job, job] },
      { run: { ...run, conclusion: 'failure' }, jobs: [job] },
      { run: { ...run, status: 'queued', conclusion: '' }, jobs: [job] },
    ],
    words,
    read: answers =>
      readItems(
        readItems([readRun(REPOSITORY, answers?.run)]).map(one =>
          withJobs(one.run, list(answers.jobs)),
        ),
      ),
    says: ({ of }, answers) =>
      of === 'job'
        ? list(answers.jobs).some(isSuccess)
        : isSuccess(answers.run),
  },
  {
    name: 'a pull request with the statuses of its head',
    payloads: [
      { pull, combined },
      {
        pull: { ...pull, state: 'open', merged: false },
        combined: { ...combined, state: 'warning' },
      },
    ],
    words,
    read(answers) {
      const checks = readCombined(answers?.combined);
      return readItems([readPull(REPOSITORY, answers?.pull)]).map(item => ({
        ...item,
        ...(checks ? { checks } : {}),
      }));
    },
    says: ({ of }, answers) =>
      of === 'checks'
        ? answers.combined.state === 'success'
        : answers.pull.merged === true,
  },
  {
    name: 'a commit',
    payloads: [commit],
    read: node =>
      readItems([readCommit(REPOSITORY, node)]).map(one => ({
        ...one.commit,
        paths: [],
        onDefaultBranch: true,
      })),
    says: never,
  },
  {
    name: 'a branch',
    payloads: [{ name: 'main', commit: { id: SHA } }],
    read: node => readItems([readBranch(REPOSITORY, facts, node)]),
    says: never,
  },
  {
    name: 'a release',
    payloads: [
      { tag_name: 'v1', prerelease: false, published_at: AT, html_url: URL },
    ],
    read(node) {
      const result = readRelease(REPOSITORY, new Map(), node);
      return result ? readItems([result]) : [];
    },
    says: never,
  },
]);
