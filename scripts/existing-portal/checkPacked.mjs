import { execFileSync } from 'node:child_process';

const UNWANTED =
  /^(src|bench|dev)\/|\.test\.|__fixtures__|__testUtils__|__mocks__|setupTests/;

/** Refuses a packed package that lacks a file which its own manifest names, or that holds what is not for users. */
export function checkPacked(file, source) {
  const files = new Set(
    tar('-tzf', file)
      .split('\n')
      .map(path => path.replace(/^package\//, '')),
  );
  const manifest = JSON.parse(tar('-xzOf', file, 'package/package.json'));
  const missing = [...namedFiles(manifest)]
    .map(path => path.replace(/^\.\//, ''))
    .filter(path => !files.has(path));
  if (!files.has('README.md')) {
    missing.push('README.md');
  }
  if (
    source.files.includes('migrations') &&
    ![...files].some(path => path.startsWith('migrations/'))
  ) {
    missing.push('migrations');
  }
  if (Boolean(source.configSchema) !== Boolean(manifest.configSchema)) {
    missing.push('its configuration schema');
  }
  const unwanted = [...files].filter(path => UNWANTED.test(path));
  if (missing.length + unwanted.length > 0) {
    throw new Error(
      `${manifest.name} is packed wrongly. Missing: ${
        missing.join(', ') || 'nothing'
      }. Not for users: ${unwanted.join(', ') || 'nothing'}.`,
    );
  }
}

function* namedFiles({ main, types, configSchema, exports = {} }) {
  yield main;
  yield types;
  if (configSchema) {
    yield configSchema;
  }
  for (const entry of Object.values(exports)) {
    if (typeof entry === 'string') {
      yield entry;
    } else {
      // The condition `backstage` names a kind of feature, not a file.
      const { backstage, ...paths } = entry;
      yield* Object.values(paths);
    }
  }
}

function tar(...args) {
  return execFileSync('tar', args, {
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
}
