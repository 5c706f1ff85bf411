// Prints "passed failed" of a test report: `node counts.mjs jest|playwright FILE`.
import { readFileSync } from 'node:fs';

const [, , kind, file] = process.argv;
const report = JSON.parse(readFileSync(file, 'utf8'));
const counts = {
  // A suite that does not even start has no tests to fail, so it is counted for itself.
  jest: () => [
    report.numPassedTests,
    report.numFailedTests + report.numRuntimeErrorTestSuites,
  ],
  playwright: () => [
    report.stats.expected,
    report.stats.unexpected + report.stats.flaky + report.errors.length,
  ],
}[kind]();
if (counts[0] === 0) {
  counts[1] += 1;
}
process.stdout.write(`${counts[0]} ${counts[1]}\n`);
