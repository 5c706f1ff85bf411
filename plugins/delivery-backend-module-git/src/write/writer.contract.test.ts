import { describeRepositoryWriter } from '@throughline/plugin-delivery-node/testing';
import { createWriterHarness } from '../fixtures/createWriterHarness';
import { isInstalled } from '../fixtures/installed';

const hasGit = isInstalled('git', ['--version']);
const name = `the writer of a Git host${
  hasGit ? '' : ' (skipped: git is not installed)'
}`;
(hasGit ? describe : describe.skip)('with real Git', () => {
  describeRepositoryWriter(name, createWriterHarness, { pullRequests: false });
});
