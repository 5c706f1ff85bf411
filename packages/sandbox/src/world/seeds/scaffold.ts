import { stringify } from 'yaml';
import { overlayOf, ServiceSpec, servicesIn } from '../services';
import { jenkinsfile } from '../manifests/jenkinsfile';
import { pipelineManifests } from '../manifests/pipelineManifests';

/** The files that a repository starts with. */
export function scaffold(repository: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const service of servicesIn(repository)) {
    const at = (file: string) =>
      service.folder === '' ? file : `${service.folder}/${file}`;
    files[at('README.md')] = readme(service);
    if (service.delivery !== 'none') {
      files[at('Dockerfile')] = dockerfile(service);
    }
    if (service.workflow) {
      files[`.github/workflows/${service.workflow.file}`] = workflow(service);
    }
    if (service.jenkins) {
      files.Jenkinsfile = jenkinsfile(service);
    }
    if (service.stages.some(stage => !overlayOf(stage))) {
      Object.assign(files, pipelineManifests(service));
    }
    Object.assign(files, policyFile(service, at));
  }
  return files;
}

function readme(service: ServiceSpec): string {
  return `# ${service.title}

${service.description}. Owned by team ${service.team}.

Push to \`main\`: ${
    builder(service)
      ? `${builder(
          service,
        )} builds, tests and publishes an image, and development follows.`
      : 'nothing is built from here.'
  }
${
  builder(service)
    ? '\nA file called `FAIL` at the top of the repository makes the tests fail, to see what that looks like.\n'
    : ''
}`;
}

function builder(service: ServiceSpec): string | undefined {
  const { workflow: described, jenkins } = service;
  return described
    ? `the workflow "${described.name}"`
    : jenkins && `the Jenkins job ${jenkins.pipeline}`;
}

function dockerfile(service: ServiceSpec): string {
  const base = {
    typescript: 'node:24-slim',
    go: 'gcr.io/distroless/static-debian12',
    python: 'python:3.13-slim',
  }[service.language];
  return `FROM ${base}\nWORKDIR /app\nCOPY . .\nUSER 10001\nEXPOSE ${service.port}\n`;
}

function policyFile(
  service: ServiceSpec,
  at: (file: string) => string,
): Record<string, string> {
  switch (service.language) {
    case 'python':
      return {
        [at('src/policy.py')]:
          'from collections import namedtuple\n\nPolicy = namedtuple("Policy", "attempts timeout_ms")\n',
      };
    case 'go':
      return {
        [at('go.mod')]: `module acme.example/${service.name}\n\ngo 1.26\n`,
      };
    default:
      return {
        [at('src/policy.ts')]:
          'export const policy = (values: { attempts: number; timeoutMs: number }) =>\n  Object.freeze(values);\n',
      };
  }
}

function workflow(service: ServiceSpec): string {
  const paths =
    service.folder === ''
      ? undefined
      : [`${service.folder}/**`, ...service.shared.map(path => `${path}/**`)];
  const image = `localhost:7140/acme/${service.name}`;
  const setup = [{ uses: 'actions/checkout@v5' }];
  const publish = {
    'runs-on': 'ubuntu-latest',
    needs: 'test',
    if:
      service.delivery === 'pipeline'
        ? "github.event_name == 'push' || inputs.environment != ''"
        : "github.event_name == 'push'",
    steps: [
      ...setup,
      { run: './ci/next-version >> "$GITHUB_ENV"' },
      {
        uses: 'docker/build-push-action@v6',
        with: { push: true, tags: `${image}:\${{ env.VERSION }}` },
      },
      service.delivery === 'pipeline'
        ? {
            run: './ci/deploy "${ENVIRONMENT:-development}" "$VERSION"',
            env: { ENVIRONMENT: '${{ inputs.environment }}' },
          }
        : { run: `./ci/bump-gitops ${service.name} development "$VERSION"` },
    ],
  };
  return stringify({
    name: service.workflow?.name,
    on: {
      push: { branches: ['main', 'hotfix/**'], ...(paths && { paths }) },
      pull_request: paths ? { paths } : {},
      workflow_dispatch:
        service.delivery === 'pipeline'
          ? {
              inputs: {
                environment: {
                  description: 'Where to deploy to',
                  type: 'choice',
                  options: service.stages.map(stage => stage.environment),
                  required: true,
                },
                version: {
                  description: 'The version to deploy, such as 2.6.0',
                  type: 'string',
                  required: true,
                },
              },
            }
          : {
              inputs: {
                tests: {
                  description: 'Which tests to run',
                  type: 'choice',
                  options: ['all', 'quick', 'soak'],
                  default: 'all',
                  required: true,
                },
                verbose: {
                  description: 'Have the build tell each of its steps',
                  type: 'boolean',
                  default: false,
                },
              },
            },
    },
    concurrency: { group: '${{ github.workflow }}-${{ github.ref }}' },
    jobs: {
      build: {
        'runs-on': 'ubuntu-latest',
        steps: [...setup, { run: './ci/build' }],
      },
      test: {
        'runs-on': 'ubuntu-latest',
        needs: 'build',
        steps: [
          ...setup,
          { run: 'test ! -e FAIL' },
          { run: './ci/test', env: { TESTS: "${{ inputs.tests || 'all' }}" } },
        ],
      },
      publish,
    },
  });
}
