import { MemoryRepositories } from '../__testUtils__/MemoryRepositories';
import { ApplicationSources } from './ApplicationSources';
import { seedHistory } from './seedHistory';
import type { Application, ApplicationSource } from './types';

const CHART = 'acme/gitops';
const VALUES = 'acme/values';
const repoURL = (repository: string) =>
  `http://localhost:7120/${repository}.git`;

describe('seedHistory', () => {
  const repositories = new MemoryRepositories();
  let day = 1;
  const commit = (
    message: string,
    files: Record<string, string>,
    repository = CHART,
  ) =>
    repositories.commit(repository, {
      branch: 'main',
      message,
      author: { name: 'Lena', email: 'lena@acme.test', login: 'lena' },
      files,
      at: new Date(Date.UTC(2026, 8, day++)),
    });

  beforeAll(async () => {
    const template = 'kind: ConfigMap\napiVersion: v1\nmetadata: {name: web}\n';
    await commit('Start the values', { 'README.md': '' }, VALUES);
    await commit('Onboard', {
      'web/chart/Chart.yaml': 'name: web\n',
      'web/chart/templates/web.yaml': template,
      'web/values-dev.yaml': 'tag: 1\n',
      'web/values-prod.yaml': 'tag: 1\n',
    });
    await commit('Staging', { 'web/staging.yaml': 'tag: 1\n' }, VALUES);
    await commit('Dev 2', { 'web/values-dev.yaml': 'tag: 2\n' });
    await commit('Dev 3', { 'web/values-dev.yaml': 'tag: 3\n' });
    await commit('Prod 2', { 'web/values-prod.yaml': 'tag: 2\n' });
    await commit('Staging 2', { 'web/staging.yaml': 'tag: 2\n' }, VALUES);
    await commit('Template', {
      'web/chart/templates/web.yaml': `${template}data: {}\n`,
    });
    await commit('Dev 4', { 'web/values-dev.yaml': 'tag: 4\n' });
    await commit('Another', { 'other/values.yaml': 'tag: 4\n' }, VALUES);
  });

  async function subjectsOf(sources: ApplicationSource[]): Promise<string[]> {
    const application: Application = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'web', namespace: 'argocd' },
      spec: { project: 'web', sources, destination: { namespace: 'web' } },
    };
    const resolved = await new ApplicationSources(repositories).resolve(
      application,
    );
    expect(resolved.error).toBeUndefined();
    const { entries } = await seedHistory(
      repositories,
      application,
      resolved,
      [],
    );
    const logs = await Promise.all(
      [CHART, VALUES].map(each => repositories.log(each, { ref: 'main' })),
    );
    const subjects = new Map(
      logs.flat().map(({ sha, subject }) => [sha, subject]),
    );
    return entries.map(({ revisions = [] }) =>
      revisions.map(sha => subjects.get(sha)).join(' + '),
    );
  }

  const chart = (file: string): ApplicationSource => ({
    repoURL: repoURL(CHART),
    path: 'web/chart',
    targetRevision: 'main',
    helm: { valueFiles: [file] },
  });

  it("takes of a chart what is rendered, and not others' values", async () => {
    expect(await subjectsOf([chart('../values-prod.yaml')])).toEqual([
      'Onboard',
      'Prod 2',
      'Template',
    ]);
    expect(await subjectsOf([chart('../values-dev.yaml')])).toEqual([
      'Onboard',
      'Dev 2',
      'Dev 3',
      'Template',
      'Dev 4',
    ]);
  });

  it('knows the values of another repository', async () => {
    expect(
      await subjectsOf([
        chart('$values/web/staging.yaml'),
        { repoURL: repoURL(VALUES), ref: 'values', targetRevision: 'main' },
      ]),
    ).toEqual([
      'Onboard + Start the values',
      'Onboard + Staging',
      'Prod 2 + Staging 2',
      'Template + Staging 2',
    ]);
  });
});
