import {
  describeProviderContract,
  type ProviderHarness,
} from '@throughline/plugin-delivery-node/testing';
import { API_TOKEN, BASIC, FakeJenkins } from './fixtures/FakeJenkins';
import { instanceOf, interestIn } from './fixtures/observe';
import { JenkinsSource } from './source/JenkinsSource';

async function createHarness(): Promise<ProviderHarness> {
  const jenkins = await FakeJenkins.start();
  jenkins.job('team/placeholder');
  let added = 0;
  const buildOf = (key: string) => jenkins.job(key.split('#')[0]).builds![0];

  return {
    createSource: () => new JenkinsSource(instanceOf(jenkins)),
    interests: () => interestIn('team'),
    // What was told before is not listed again.
    isComplete: () => true,
    upstream: {
      async add(count) {
        return Array.from({ length: count }, () => {
          added += 1;
          const name = `team/job-${added}`;
          jenkins.build(name, { building: true, result: null, duration: 0 });
          jenkins.stages.set(`${name}#1`, {
            status: 'IN_PROGRESS',
            stages: [{ name: 'Build', status: 'IN_PROGRESS' }],
          });
          return { kind: 'run' as const, key: `${name}#1` };
        });
      },
      async update({ key }) {
        const build = buildOf(key);
        Object.assign(build, { building: false, result: 'FAILURE' });
      },
      async remove({ key }) {
        jenkins.remove(key.split('#')[0]);
      },
      async malform({ key }) {
        buildOf(key).building = 'perhaps';
      },
      misbehave: fault => jenkins.upstream.misbehave(fault),
      recover: () => jenkins.upstream.recover(),
      secrets: [API_TOKEN, BASIC],
      pageSize: 100,
    },
    close: () => jenkins.close(),
  };
}

describeProviderContract('Jenkins', createHarness);
