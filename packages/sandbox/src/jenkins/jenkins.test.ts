import { Sandbox } from '../sandbox';
import { startSandbox } from '../testing/startSandbox';
import { serviceNamed } from '../world/services';
import { JENKINS_ACCOUNT } from './api/access';

jest.setTimeout(60_000);

const PIPELINE = '/job/payments/job/settlements';
const MAIN = `${PIPELINE}/job/main`;
const DEPLOY = '/job/payments/job/deploy-settlements';

describe('Jenkins', () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await startSandbox({ pace: 50 });
  });

  afterAll(() => sandbox?.close());

  const { username, apiToken, password } = JENKINS_ACCOUNT;
  const basic = (secret: string) =>
    `Basic ${Buffer.from(`${username}:${secret}`).toString('base64')}`;
  const ask = (
    path: string,
    init: RequestInit & { secret?: string } = {},
  ): Promise<Response> =>
    fetch(`${sandbox.urls.jenkins}${path}`, {
      redirect: 'manual',
      ...init,
      headers: {
        authorization: basic(init.secret ?? apiToken),
        ...init.headers,
      },
    });
  const json = async (path: string) => (await ask(path)).json();
  const post = (path: string) => ask(path, { method: 'POST' });
  const until = async <T>(look: () => Promise<T | undefined>): Promise<T> => {
    for (let tries = 0; tries < 200; tries += 1) {
      const found = await look();
      if (found !== undefined) {
        return found;
      }
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    throw new Error('It did not come');
  };
  const executableOf = (location: string | null) =>
    until(async () => {
      const item = await json(`${new URL(location ?? '').pathname}api/json`);
      return item.executable ?? undefined;
    });
  const endOf = (path: string) =>
    until(async () => {
      const build = await json(`${path}api/json`);
      return build.building ? undefined : build;
    });
  const push = async (files: Record<string, string>, branch = 'main') =>
    sandbox.repositories.commit('acme/settlements', {
      branch,
      message: 'Change something',
      author: {
        login: 'maya',
        name: 'Maya Lindqvist',
        email: 'maya@acme.example',
      },
      files,
    });
  const buildOf = (sha: string | undefined, job = MAIN) =>
    until(async () => {
      const { builds } = await json(
        `${job}/api/json?tree=builds[number,url,building,result,actions[lastBuiltRevision[SHA1]]]{0,20}`,
      );
      return builds.find(
        (build: any) =>
          !build.building &&
          build.actions.some((one: any) => one.lastBuiltRevision?.SHA1 === sha),
      );
    });

  it('holds two months of builds in a folder, a multibranch project and a job that deploys', async () => {
    const folder = await json(
      '/job/payments/api/json?tree=fullName,jobs[fullName,builds[number]{0,3},jobs[name]]',
    );
    expect(folder).toMatchObject({
      _class: 'com.cloudbees.hudson.plugins.folder.Folder',
      fullName: 'payments',
    });
    const [project, deploy] = folder.jobs;
    expect(project._class).toMatch(/WorkflowMultiBranchProject$/);
    expect(project).not.toHaveProperty('builds');
    expect(project.jobs.map((job: any) => job.name)).toContain('main');
    expect(project.jobs).toHaveLength(2);
    expect(deploy.builds).toHaveLength(3);
    const { builds } = await json(
      `${MAIN}/api/json?tree=builds[result,timestamp]`,
    );
    expect(builds.length).toBeGreaterThan(50);
    expect(builds[0].timestamp).toBeGreaterThan(builds.at(-1).timestamp);
    expect(new Set(builds.map((build: any) => build.result))).toEqual(
      new Set(['SUCCESS', 'FAILURE', 'ABORTED']),
    );
    const branch = project.jobs.find((job: any) => job.name !== 'main').name;
    const other = await json(
      `${PIPELINE}/job/${encodeURIComponent(
        branch,
      )}/api/json?tree=builds[result]`,
    );
    expect(other.builds.map((build: any) => build.result)).toEqual([
      'SUCCESS',
      'UNSTABLE',
    ]);
  });

  it('has what it built in the registry, and what it deployed in the cluster', async () => {
    const settlements = serviceNamed('settlements');
    const [newest] = sandbox.jenkins.builds
      .of('payments/settlements/main')
      .filter(build => build.image);
    expect(sandbox.images.tags('acme/settlements')).toContain(
      newest.image?.tag,
    );
    const deployment = async (namespace: string) => {
      const answer = await fetch(
        `${sandbox.urls.kubernetes}/clusters/nonprod/apis/apps/v1/namespaces/${namespace}/deployments/settlements`,
        { headers: { authorization: 'Bearer sandbox-kubernetes-token' } },
      );
      return answer.json();
    };
    for (const { namespace, cluster } of settlements.stages) {
      const { spec } = cluster === 'nonprod' ? await deployment(namespace) : {};
      const image = spec?.template.spec.containers[0].image ?? '';
      expect(image.split(':').pop()).toBe(
        cluster === 'nonprod' ? newest.image?.tag : '',
      );
    }
  });

  it('lets nobody in who does not show credentials, and tells which right is missing', async () => {
    const anonymous = await fetch(`${sandbox.urls.jenkins}/api/json`);
    expect(anonymous.status).toBe(403);
    expect(anonymous.headers.get('x-required-permission')).toBe(
      'hudson.model.Hudson.Read',
    );
    expect((await ask('/api/json', { secret: 'wrong' })).status).toBe(401);
    expect((await ask('/job/nowhere/api/json')).status).toBe(404);
  });

  it('asks a password, and no API token, for a crumb of its session', async () => {
    const build = `${DEPLOY}/buildWithParameters?VERSION=0.0.1`;
    const without = await ask(build, { method: 'POST', secret: password });
    expect(without.status).toBe(403);
    const issued = await ask('/crumbIssuer/api/json', { secret: password });
    const { crumb, crumbRequestField } = await issued.json();
    const headers = {
      cookie: issued.headers.get('set-cookie')?.split(';')[0] ?? '',
      [crumbRequestField]: crumb,
    };
    const withIt = await ask(build, {
      method: 'POST',
      secret: password,
      headers,
    });
    expect(withIt.status).toBe(201);
    const elsewhere = await ask(build, {
      method: 'POST',
      secret: password,
      headers: { [crumbRequestField]: crumb },
    });
    expect(elsewhere.status).toBe(403);
    const { url } = await executableOf(withIt.headers.get('location'));
    expect((await endOf(new URL(url).pathname)).result).toBe('FAILURE');
  });

  it('builds, publishes, deploys development and asks for staging on a push', async () => {
    const sha = await push({ 'docs/one.md': 'one\n' });
    const build = await buildOf(sha);
    expect(build.result).toBe('SUCCESS');
    const number = build.number;
    const stages = await json(`${MAIN}/${number}/wfapi/describe`);
    expect(stages.status).toBe('SUCCESS');
    expect(
      stages.stages.map((stage: any) => [stage.name, stage.status]),
    ).toEqual(
      ['Build', 'Test', 'Publish', 'Deploy'].map(name => [name, 'SUCCESS']),
    );
    const { lastBuild } = await json(
      `${DEPLOY}/api/json?tree=lastBuild[result,actions[parameters[name,value],causes[upstreamProject,upstreamBuild]]]`,
    );
    const [{ causes }, { parameters }] = lastBuild.actions;
    expect(causes[0]).toMatchObject({
      upstreamProject: 'payments/settlements/main',
      upstreamBuild: number,
    });
    const version = parameters.find((one: any) => one.name === 'VERSION').value;
    expect(sandbox.images.tags('acme/settlements')).toContain(version);
    const [bump] = await sandbox.repositories.log('acme/gitops', {
      ref: 'main',
      limit: 1,
    });
    expect(bump.subject).toBe(`Deploy settlements ${version} to staging`);
  });

  it('fails where a file says so, and deploys nothing then', async () => {
    const before = sandbox.jenkins.builds.of('payments/deploy-settlements');
    const sha = await push({ FAIL: 'yes\n' });
    const build = await buildOf(sha);
    expect(build.result).toBe('FAILURE');
    const { stages } = await json(`${MAIN}/${build.number}/wfapi/describe`);
    expect(stages.at(-1)).toMatchObject({ name: 'Test', status: 'FAILED' });
    const after = sandbox.jenkins.builds.of('payments/deploy-settlements');
    expect(after[0].number).toBe(before[0].number);
  });

  it('tells the form of a job that deploys, and refuses what does not fit it', async () => {
    const { property } = await json(
      `${DEPLOY}/api/json?tree=property[parameterDefinitions[name,type,choices,defaultParameterValue[value]]]`,
    );
    expect(property[0].parameterDefinitions).toEqual([
      {
        _class: 'hudson.model.ChoiceParameterDefinition',
        name: 'ENVIRONMENT',
        type: 'ChoiceParameterDefinition',
        choices: ['development', 'staging', 'production'],
        defaultParameterValue: {
          _class: 'hudson.model.StringParameterValue',
          value: 'development',
        },
      },
      {
        _class: 'hudson.model.StringParameterDefinition',
        name: 'VERSION',
        type: 'StringParameterDefinition',
        defaultParameterValue: {
          _class: 'hudson.model.StringParameterValue',
          value: '',
        },
      },
      {
        _class: 'hudson.model.BooleanParameterDefinition',
        name: 'SMOKE_TEST',
        type: 'BooleanParameterDefinition',
        defaultParameterValue: {
          _class: 'hudson.model.BooleanParameterValue',
          value: true,
        },
      },
      {
        _class: 'hudson.model.PasswordParameterDefinition',
        name: 'SIGNING_KEY',
        type: 'PasswordParameterDefinition',
        defaultParameterValue: {
          _class: 'hudson.model.PasswordParameterValue',
        },
      },
    ]);
    const refused = async (path: string) => (await post(path)).status;
    expect(
      await refused(`${DEPLOY}/buildWithParameters?ENVIRONMENT=moon`),
    ).toBe(400);
    expect(await refused(`${DEPLOY}/build`)).toBe(400);
    expect(await refused(`${MAIN}/buildWithParameters`)).toBe(400);
    expect(await refused(`${PIPELINE}/build`)).toBe(409);
    expect(await refused('/job/nowhere/build')).toBe(404);
  });

  it('runs what it was asked for, and never tells a password', async () => {
    const version = sandbox.images.tags('acme/settlements')?.at(-1);
    const { headers } = await post(
      `${DEPLOY}/buildWithParameters?VERSION=${version}&SIGNING_KEY=hush`,
    );
    const { number } = await executableOf(headers.get('location'));
    const { result } = await endOf(`${DEPLOY}/${number}/`);
    expect(result).toBe('SUCCESS');
    const { actions } = await json(
      `${DEPLOY}/${number}/api/json?tree=actions[parameters[name,value]]`,
    );
    expect(actions.find((one: any) => one.parameters).parameters).toEqual([
      expect.objectContaining({ name: 'ENVIRONMENT', value: 'development' }),
      expect.objectContaining({ name: 'VERSION', value: version }),
      {
        _class: 'hudson.model.BooleanParameterValue',
        name: 'SMOKE_TEST',
        value: true,
      },
      {
        _class: 'hudson.model.PasswordParameterValue',
        name: 'SIGNING_KEY',
      },
    ]);
    const { stages } = await json(`${DEPLOY}/${number}/wfapi/describe`);
    expect(stages.map((stage: any) => [stage.name, stage.status])).toEqual([
      ['Apply', 'SUCCESS'],
      ['Smoke test', 'SUCCESS'],
    ]);
  });

  it('joins equal requests, and forgets what left the queue', async () => {
    const path = `${DEPLOY}/buildWithParameters?VERSION=0.0.2`;
    const [first, second] = await Promise.all([post(path), post(path)]);
    expect([first.status, second.status].sort()).toEqual([201, 303]);
    const location = first.headers.get('location');
    expect(second.headers.get('location')).toBe(location);
    await executableOf(location);
    const item = `${new URL(location ?? '').pathname}api/json`;
    await until(async () =>
      (await ask(item)).status === 404 ? true : undefined,
    );
  });

  it('stops a build, and tells its log in parts', async () => {
    sandbox.jenkins.runner.enqueue('payments/settlements/main', {
      type: 'user',
      user: 'maya',
    });
    const { number } = await until(async () =>
      sandbox.jenkins.builds
        .of('payments/settlements/main')
        .find(build => build.finishedAt === null),
    );
    const path = `${MAIN}/${number}/`;
    const part = await ask(`${path}logText/progressiveText?start=8`);
    expect(part.headers.get('x-more-data')).toBe('true');
    expect(await part.text()).toMatch(/^by user Maya Lindqvist/);
    expect((await post(`${path}stop`)).status).toBe(302);
    expect((await endOf(path)).result).toBe('ABORTED');
    const whole = await ask(`${path}logText/progressiveText`);
    expect(whole.headers.get('x-more-data')).toBeNull();
    expect(Number(whole.headers.get('x-text-size'))).toBe(
      (await whole.text()).length,
    );
  });

  it('turns away a tree that cannot be read', async () => {
    expect((await ask('/api/json?tree=jobs[name')).status).toBe(400);
  });
});
