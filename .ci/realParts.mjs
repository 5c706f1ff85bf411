// Fails where the tests passed without a real part that `.ci/run` brought: `node realParts.mjs FILE`.
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const tests = report.testResults.flatMap(suite =>
  suite.assertionResults.map(({ fullName, status }) => ({
    suite: suite.name,
    fullName,
    status,
  })),
);
const parts = {
  PostgreSQL: ({ fullName }) => fullName.includes('POSTGRES_15'),
  'the registry': ({ suite }) => suite.endsWith('realRegistry.test.ts'),
  'Git over HTTP': ({ suite }) => suite.endsWith('realGit.test.ts'),
  'Git over SSH': ({ suite }) => suite.endsWith('realSsh.test.ts'),
  Prometheus: ({ suite }) => suite.endsWith('realPrometheus.test.ts'),
  'recorded Terraform output': ({ suite }) =>
    suite.endsWith('module-terraform/src/published/recorded.test.ts'),
};
for (const [part, isOf] of Object.entries(parts)) {
  const its = tests.filter(isOf);
  if (its.length === 0 || its.some(({ status }) => status !== 'passed')) {
    console.error(`Not every test with ${part} ran and passed.`);
    process.exitCode = 1;
  }
}
