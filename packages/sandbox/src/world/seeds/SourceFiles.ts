import { Random } from '../Random';
import { ServiceSpec } from '../services';

const extensions = { typescript: 'ts', go: 'go', python: 'py' };

/** The source tree of a repository while its history is being made up. */
export class SourceFiles {
  readonly #entries = new Map<string, string[]>();

  constructor(private readonly random: Random) {}

  /** The next content of a module of a service after a change of that subject. */
  change(service: ServiceSpec, subject: string): Record<string, string> {
    const { modules } = service.vocabulary;
    const count = this.random.chance(0.3) ? 2 : 1;
    const chosen = this.random.shuffle(modules).slice(0, count);
    return Object.fromEntries(
      chosen.map(module =>
        this.#edit(
          join(service.folder, `src/${module}.${extensions[service.language]}`),
          service,
          module,
          subject,
        ),
      ),
    );
  }

  /** The next content of a file that several services share. */
  changeShared(service: ServiceSpec, subject: string): Record<string, string> {
    const name = this.random.pick(['money', 'retry', 'events']);
    const file = `${service.shared[0]}/${name}.${extensions[service.language]}`;
    return Object.fromEntries([this.#edit(file, service, name, subject)]);
  }

  #edit(
    file: string,
    service: ServiceSpec,
    module: string,
    subject: string,
  ): [string, string] {
    const entries = this.#entries.get(file) ?? [];
    const entry = this.#entry(service, subject);
    // Old entries make way, so that files change rather than only grow.
    const next =
      entries.length < 9
        ? [...entries, entry]
        : entries.map((known, index) =>
            index === subject.length % 9 ? entry : known,
          );
    this.#entries.set(file, next);
    return [file, `${header(service, module)}\n${next.join('\n')}`];
  }

  #entry(service: ServiceSpec, subject: string): string {
    const words = subject.toLowerCase().match(/[a-z0-9]+/g) ?? ['change'];
    const attempts = this.random.integer(1, 5);
    const timeout = this.random.integer(2, 40) * 100;
    if (service.language === 'python') {
      return `# ${subject}\n${words
        .join('_')
        .toUpperCase()} = Policy(attempts=${attempts}, timeout_ms=${timeout})\n`;
    }
    const pascal = words
      .map(word => word[0].toUpperCase() + word.slice(1))
      .join('');
    if (service.language === 'go') {
      return `// ${pascal}: ${subject}\nvar ${pascal} = Policy{Attempts: ${attempts}, Timeout: ${timeout} * time.Millisecond}\n`;
    }
    const camel = pascal[0].toLowerCase() + pascal.slice(1);
    return `/** ${subject} */\nexport const ${camel} = policy({ attempts: ${attempts}, timeoutMs: ${timeout} });\n`;
  }
}

function header(service: ServiceSpec, module: string): string {
  if (service.language === 'python') {
    return `from .policy import Policy\n`;
  }
  if (service.language === 'go') {
    return `package ${module}\n\nimport "time"\n`;
  }
  return `import { policy } from './policy';\n`;
}

function join(folder: string, file: string): string {
  return folder === '' ? file : `${folder}/${file}`;
}
