import { describeRepositoryWriter } from '@throughline/plugin-delivery-node/testing';
import { createWriterHarness } from '../fixtures/createWriterHarness';

describeRepositoryWriter('the writer of a Gitea host', createWriterHarness, {
  pullRequests: true,
});
