import { parseAllDocuments } from 'yaml';
import { Sandbox } from '../sandbox';
import { startSandbox } from '../testing/startSandbox';
import { CatalogEntity } from './catalogEntities';

jest.setTimeout(60_000);

describe('the catalog', () => {
  let sandbox: Sandbox;
  let entities: CatalogEntity[];

  beforeAll(async () => {
    sandbox = await startSandbox({
      large: { services: 30, clusters: 3, pods: 300 },
    });
    const text = await (await fetch(sandbox.urls.catalog)).text();
    entities = parseAllDocuments(text).map(document => document.toJS());
  });

  afterAll(() => sandbox?.close());

  it('names only applications, repositories and images that exist', () => {
    const applications = sandbox.scenario.applications.map(each => each.name);
    const real = entities.filter(
      each =>
        each.kind === 'Component' && !each.metadata.name.startsWith('svc-'),
    );
    expect(real).toHaveLength(12);
    for (const { metadata } of real) {
      const annotations = metadata.annotations ?? {};
      const names = annotations['argocd/app-name']?.split(',') ?? [];
      expect(applications).toEqual(expect.arrayContaining(names));
    }
    const built = real
      .map(each => each.metadata.annotations ?? {})
      .filter(annotations => annotations['github.com/project-slug']);
    expect(built).toHaveLength(10);
    for (const annotations of built) {
      expect(sandbox.repositories.list()).toContain(
        annotations['github.com/project-slug'],
      );
      const image = annotations['delivery/images'].replace(/^[^/]+\//, '');
      expect(sandbox.images.tags(image)?.length).toBeGreaterThan(5);
    }
  });

  it('has references that lead somewhere', () => {
    const known = new Set(
      entities.map(
        ({ kind, metadata }) =>
          `${kind.toLowerCase()}:${metadata.namespace ?? 'default'}/${
            metadata.name
          }`,
      ),
    );
    expect(known.size).toBe(entities.length);
    const references = entities.flatMap(({ spec }) => [
      ...(spec.owner ? [String(spec.owner)] : []),
      ...(spec.system ? [`system:default/${spec.system}`] : []),
    ]);
    expect([...known]).toEqual(expect.arrayContaining(references));
    expect(known).toContain('user:development/guest');
  });

  it('lists the large world, whose parts answer', async () => {
    const large = entities.filter(each =>
      each.metadata.name.startsWith('svc-'),
    );
    expect(large).toHaveLength(30);
    const { records, code } = sandbox.forge.forge;
    const [run] = records.runs('acme/svc-00007');
    expect(await code.resolve('acme/svc-00007', 'main')).toBe(run.sha);
    const manifest = sandbox.images.manifest(
      'acme/svc-00007',
      run.image?.tag ?? '',
    );
    expect(JSON.parse(String(manifest?.bytes)).annotations).toMatchObject({
      'org.opencontainers.image.revision': run.sha,
    });
  });
});
