const { builtinModules } = require('module');
const path = require('path');
const factory = require('@backstage/cli/config/eslint-factory');

/**
 * Dependencies point one way:
 *   delivery → delivery-common;  modules → delivery-node → delivery-common;  delivery-backend → delivery-node.
 * No module imports another module or the backend, nothing of a plugin imports the sandbox, and what is
 * isomorphic stays free of Node. `docs/architecture.md` draws it; `node eslint/check-boundaries.mjs` shows that each
 * of these rules bites.
 */
const rules = [
  {
    for: /delivery-common$/,
    forbid: [
      '@throughline/*',
      '/sandbox',
      'node:*',
      '@backstage/backend-*',
      '@backstage/core-*',
    ],
    forbidNames: builtinModules,
  },
  {
    for: /delivery-node$/,
    forbid: [
      '@throughline/plugin-delivery',
      '@throughline/plugin-delivery-backend*',
      '@throughline/plugin-delivery-kubernetes-node',
      '/sandbox',
    ],
  },
  {
    for: /delivery-kubernetes-node$/,
    forbid: [
      '@throughline/plugin-delivery',
      '@throughline/plugin-delivery-backend*',
      '/sandbox',
    ],
  },
  {
    for: /delivery-backend$/,
    forbid: [
      '@throughline/plugin-delivery',
      '@throughline/plugin-delivery-backend-module-*',
      '@throughline/plugin-delivery-kubernetes-node',
      '/sandbox',
    ],
  },
  {
    for: /delivery-backend-module-/,
    forbid: [
      '@throughline/plugin-delivery',
      '@throughline/plugin-delivery-backend*',
      '/sandbox',
    ],
  },
  {
    for: /plugins\/delivery$/,
    forbid: [
      '@throughline/plugin-delivery-node*',
      '@throughline/plugin-delivery-kubernetes-node',
      '@throughline/plugin-delivery-backend*',
      '/sandbox',
      'node:*',
    ],
  },
  {
    for: /packages\/sandbox$/,
    forbid: ['@throughline/*'],
  },
];

module.exports = function boundaries(directory) {
  const posix = directory.split(path.sep).join('/');
  const own = rules.filter(rule => rule.for.test(posix));
  return factory(directory, {
    restrictedImportPatterns: own.flatMap(rule => rule.forbid),
    restrictedImports: own.flatMap(rule => rule.forbidNames ?? []),
  });
};
