import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { root, yarnFile } from '../lib/paths.mjs';
import { entriesFor } from './entries.mjs';
import { importsAndRest, readmeBlock } from './readme.mjs';

const ATTEMPTS = 3;

/** A portal freshly made by create-app, to which the README's lines are applied. */
export class Portal {
  constructor(folder, { legacy, runtime, ports, commands }) {
    this.folder = folder;
    this.legacy = legacy;
    this.commands = commands;
    this.url = `http://localhost:${ports.app}`;
    this.backendUrl = `http://localhost:${ports.backend}`;
    const tools = `${folder}-tools`;
    mkdirSync(tools, { recursive: true });
    writeFileSync(
      join(tools, 'yarn'),
      `#!/bin/sh\nexec "${runtime.node}" "${yarnFile}" "$@"\n`,
    );
    chmodSync(join(tools, 'yarn'), 0o755);
    this.env = {
      ...runtime.env,
      PATH: [tools, runtime.env.PATH].join(delimiter),
      YARN_IGNORE_PATH: '1',
      GITHUB_TOKEN: 'none',
    };
  }

  create() {
    return this.commands.run(
      'create',
      [
        join(
          root,
          'node_modules/@backstage/create-app/bin/backstage-create-app',
        ),
        '--path',
        this.folder,
        '--skip-install',
        ...(this.legacy ? ['--legacy'] : []),
      ],
      { env: { ...this.env, BACKSTAGE_APP_NAME: 'portal' } },
    );
  }

  /**
   * Installs from the packed files what the README says to add, and the other modules in the same way; pins what this
   * repository pins. Takes over what was installed for `previous`, of which Yarn keeps what still fits.
   */
  async install(packed, previous) {
    const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const files = Object.fromEntries(
      Object.entries(packed).map(([name, { file }]) => [name, `file:${file}`]),
    );
    this.#json('package.json', manifest => ({
      ...manifest,
      resolutions: { ...manifest.resolutions, ...own.resolutions, ...files },
    }));
    writeFileSync(
      join(this.folder, '.yarnrc.yml'),
      'enableScripts: false\nenableTelemetry: false\nnodeLinker: node-modules\n',
    );
    // create-app itself would bring a lock file to start from, over the network.
    copyFileSync(
      join(previous?.folder ?? root, 'yarn.lock'),
      join(this.folder, 'yarn.lock'),
    );
    for (const folder of ['.', 'packages/app', 'packages/backend']) {
      const from = previous && join(previous.folder, folder, 'node_modules');
      if (from && existsSync(from)) {
        renameSync(from, join(this.folder, folder, 'node_modules'));
      }
    }
    for (const line of readmeBlock('add').trim().split('\n')) {
      const [, cwd, names] = /^yarn --cwd (\S+) add (.+)$/.exec(line);
      this.#depend(cwd, names.split(/\s+/), files);
    }
    this.#depend(
      'packages/backend',
      Object.keys(packed).filter(name => name.includes('-module-')),
      files,
    );
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.commands.run(
          'install',
          [yarnFile, 'install', '--no-immutable'],
          { cwd: this.folder, env: this.env },
        );
        return;
      } catch (error) {
        if (attempt === ATTEMPTS) {
          throw error;
        }
      }
    }
  }

  /** Applies the README's lines on the backend, the configuration and, for the classic system, the front end. */
  configure({ argocdUrl }) {
    this.#text('packages/backend/src/index.ts', text =>
      text.replace(
        'backend.start();',
        `${readmeBlock('backend')}\nbackend.start();`,
      ),
    );
    this.#text('app-config.yaml', text =>
      `${text}\n${readmeBlock('config')}`
        .replace('https://argocd.example.com', argocdUrl)
        .replaceAll('http://localhost:3000', this.url)
        .replaceAll('http://localhost:7007', this.backendUrl)
        .replace('port: 7007', `port: ${new URL(this.backendUrl).port}`),
    );
    const annotations = readmeBlock('annotation')
      .replace('metadata:\n', '')
      .replace('your-application', 'checkout-dev');
    this.#text('examples/entities.yaml', text =>
      text.replace(
        /name: example-website\n( {2}annotations:\n)?/,
        `name: example-website\n${annotations}`,
      ),
    );
    if (this.legacy) {
      this.#insert('packages/app/src/App.tsx', 'legacy-app', '</FlatRoutes>');
      this.#insert(
        'packages/app/src/components/catalog/EntityPage.tsx',
        'legacy-entity',
        '</EntityLayout>',
      );
    }
  }

  /** Checks the types of the portal, and of every entry point as somebody would meet it who uses it. */
  async checkTypes(packed) {
    const imports = names =>
      names.map((name, i) => `export * as e${i} from '${name}';\n`).join('');
    for (const [side, workspace] of [
      ['frontend', 'app'],
      ['backend', 'backend'],
    ]) {
      writeFileSync(
        join(this.folder, 'packages', workspace, 'src/entries.ts'),
        imports(entriesFor(side, packed)),
      );
    }
    const { lines } = await this.commands.try(
      'types',
      [yarnFile, 'tsc', '--skipLibCheck', 'false', '--pretty', 'false'],
      { cwd: this.folder, env: this.env },
    );
    // What other packages' declarations lack is not for this to judge.
    const problems = lines.filter(line =>
      /^(packages|node_modules\/@throughline)\//.test(line),
    );
    if (problems.length > 0) {
      throw new Error(`Types:\n${problems.join('\n')}`);
    }
  }

  /** Loads every entry point that Node can, from where a backend would. */
  loadEntries(packed) {
    const names = entriesFor('backend', packed);
    return this.commands.run(
      'entries',
      ['-e', names.map(name => `require('${name}');`).join('')],
      { cwd: join(this.folder, 'packages/backend'), env: this.env },
    );
  }

  #depend(workspace, names, files) {
    this.#json(join(workspace, 'package.json'), manifest => ({
      ...manifest,
      dependencies: {
        ...manifest.dependencies,
        ...Object.fromEntries(
          names.map(name => [name, files[name] ?? this.#version(name)]),
        ),
      },
    }));
  }

  #insert(path, marker, before) {
    const { imports, rest } = importsAndRest(readmeBlock(marker));
    this.#text(
      path,
      text => `${imports}\n${text.replaceAll(before, `${rest}\n${before}`)}`,
    );
  }

  /** What this repository itself runs with: the README's reader gets the newest, which may not be known yet here. */
  #version(name) {
    return JSON.parse(
      readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'),
    ).version;
  }

  #text(path, change) {
    const file = join(this.folder, path);
    writeFileSync(file, change(readFileSync(file, 'utf8')));
  }

  #json(path, change) {
    this.#text(
      path,
      text => `${JSON.stringify(change(JSON.parse(text)), null, 2)}\n`,
    );
  }
}
