import { applicationSchema } from '../api/schemas';
import { wellApplication } from '../__testUtils__/applications';
import { mapDeployments } from './deployments';
import { mapDesired } from './desired';

const GIT = 'https://git.example.test/shop/deploy.git';
const VALUES = 'https://git.example.test/shop/values.git';

function filesOf(spec: object) {
  const application = wellApplication('web');
  Object.assign(application.spec, { source: undefined }, spec);
  return mapDesired(applicationSchema.parse(application)).map(
    each => each.files,
  );
}

describe('the value files of a source', () => {
  it.each([
    ['../values-prod.yaml', ['apps/web/values-prod.yaml']],
    ['values-prod.yaml', ['apps/web/chart/values-prod.yaml']],
    ['/common/prod.yaml', ['common/prod.yaml']],
    // Of somewhere else.
    ['https://example.test/values.yaml', undefined],
    // Which files are meant is not told.
    ['../values-*.yaml', undefined],
    ['../values-$ARGOCD_APP_NAME.yaml', undefined],
    ['$gone/values.yaml', undefined],
    ['../../../../etc/values.yaml', undefined],
  ])('%s', (file, expected) => {
    expect(
      filesOf({
        source: {
          repoURL: GIT,
          path: 'apps/web/chart',
          helm: { valueFiles: [file] },
        },
      }),
    ).toEqual([expected]);
  });

  it('are told with the source whose repository holds them', () => {
    expect(
      filesOf({
        sources: [
          {
            repoURL: GIT,
            path: 'apps/web/chart',
            helm: {
              valueFiles: ['$values/web/prod.yaml', '../b.yaml', '../a.yaml'],
            },
          },
          { repoURL: VALUES, ref: 'values' },
        ],
      }),
    ).toEqual([['apps/web/a.yaml', 'apps/web/b.yaml'], ['web/prod.yaml']]);
  });

  it('are those of the time in the history', () => {
    const application = wellApplication('web');
    const { history } = application.status;
    history[0].source.helm = { valueFiles: ['old.yaml'] };
    const [deployment] = mapDeployments(
      applicationSchema.parse(application),
      'https://argocd.example.test',
    );
    expect(deployment.desired[0].files).toEqual(['overlays/prod/old.yaml']);
  });
});
