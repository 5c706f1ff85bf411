import {
  describeProviderContract,
  type ProviderHarness,
} from '@throughline/plugin-delivery-node/testing';
import type { RunItem } from '@throughline/plugin-delivery-node';
import { API_TOKEN, BASIC, FakeJenkins } from './fixtures/FakeJenkins';
import { asksFor } from './fixtures/FakeWrites';
import { instanceOf, interestIn } from './fixtures/observe';
import { TOKEN_PARAMETER } from './operate/TokenParameter';
import { JenkinsSource } from './source/JenkinsSource';

async function createHarness(): Promise<ProviderHarness> {
  const jenkins = await FakeJenkins.start();
  jenkins.job('team/placeholder');
  let added = 0;
  const askedOf = (operation: string) => {
    added += 1;
    const name = `team/${operation}-${added}`;
    jenkins.job(name).property = asksFor({
      name: TOKEN_PARAMETER,
      type: 'StringParameterDefinition',
    });
    return name;
  };
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
    operate: {
      async subject({ operation }) {
        const pipeline = askedOf(operation);
        if (operation === 'runPipeline') {
          return { kind: 'pipeline', pipeline };
        }
        const running = operation === 'cancelRun';
        jenkins.build(pipeline, {
          building: running,
          result: running ? null : 'SUCCESS',
        });
        const run: RunItem = {
          kind: 'run',
          key: `${pipeline}#1`,
          pipeline,
          status: { status: running ? 'running' : 'succeeded' },
          createdAt: '2026-09-21T14:14:20.000Z',
          jobs: [],
        };
        return { kind: 'run', run };
      },
      effects: ({ operation }) =>
        jenkins.writes.done.filter(one => one.includes(` team/${operation}-`))
          .length,
      paths: () => jenkins.requests.map(({ path }) => path),
    },
    close: () => jenkins.close(),
  };
}

describeProviderContract('Jenkins', createHarness);
