/** What of the portal's own environment Git may see: how to find programs and proxies. */
const PASSED_ON = [
  'PATH',
  'HTTPS_PROXY',
  'https_proxy',
  'HTTP_PROXY',
  'http_proxy',
  'NO_PROXY',
  'no_proxy',
  'ALL_PROXY',
  'all_proxy',
  'TMPDIR',
];

/**
 * The whole environment of a call of Git: nobody's configuration but ours, no questions, and only the schemes named.
 *
 * @param options.home - in place of the account's home directory, whose `.netrc` and keys are not ours to use
 * @param options.schemes - which transports may be used; none, and what a partial mirror lacks is not fetched either
 */
export function gitEnvironment(options: {
  home: string;
  schemes: readonly string[];
  config?: readonly (readonly [string, string])[];
  more?: Record<string, string>;
}): Record<string, string> {
  const config: (readonly [string, string])[] = [
    ['safe.directory', '*'],
    ['core.hooksPath', '/dev/null'],
    ['credential.helper', ''],
    ['gc.autoDetach', 'false'],
    ['maintenance.autoDetach', 'false'],
    ['fetch.writeCommitGraph', 'true'],
    ...(options.config ?? []),
  ];
  return {
    ...Object.fromEntries(
      PASSED_ON.flatMap(name => {
        const value = process.env[name];
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    // The words of its errors are judged, so they must not depend on the machine's language.
    LC_ALL: 'C',
    HOME: options.home,
    XDG_CONFIG_HOME: options.home,
    GIT_CEILING_DIRECTORIES: options.home,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    SSH_ASKPASS: '',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_ALLOW_PROTOCOL: options.schemes.join(':') || 'none',
    ...Object.fromEntries(
      config.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
    GIT_CONFIG_COUNT: String(config.length),
    ...options.more,
  };
}
