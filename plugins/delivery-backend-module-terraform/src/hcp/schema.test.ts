import { FakeHcp } from '../fixtures/FakeHcp';
import { areContractsPresent, named, openApi } from '../__testUtils__/samples';

type Json = Record<string, any>;

/** What of a value is not as a schema has it; the few words of JSON Schema that the document uses for these objects. */
function differences(
  value: unknown,
  schema: Json,
  document: Json,
  at: string,
): string[] {
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1);
    const found = document.components.schemas[name];
    return differences(value, found, document, at);
  }
  if (value === null) {
    return schema.nullable ? [] : [`${at} is null`];
  }
  if (schema.enum && !schema.enum.includes(value)) {
    return [`${at} is ${value}`];
  }
  const type = Array.isArray(value) ? 'array' : typeof value;
  if (schema.type && type !== schema.type.replace('integer', 'number')) {
    return [`${at} is of type ${type}`];
  }
  if (type !== 'object' || !schema.properties) {
    return [];
  }
  return [
    ...(schema.required ?? [])
      .filter((key: string) => !(key in (value as Json)))
      .map((key: string) => `${at}.${key} is missing`),
    ...Object.entries(value as Json).flatMap(([key, one]) =>
      schema.properties[key]
        ? differences(one, schema.properties[key], document, `${at}.${key}`)
        : [],
    ),
  ];
}

(areContractsPresent ? describe : describe.skip)(
  named('the stand-in for HCP Terraform'),
  () => {
    it('answers as the schema of the vendor has it', async () => {
      const document = openApi();
      const fake = await FakeHcp.start();
      const workspace = fake.addWorkspace();
      fake.addRun(workspace);
      fake.assess(workspace);
      await fake.upstream.close();
      const objects = [
        ...fake.workspaces,
        ...fake.runs,
        ...fake.others.values(),
      ];
      const checked = objects.filter(
        ({ type }) => document.components.schemas[type],
      );
      expect(new Set(checked.map(({ type }) => type))).toEqual(
        new Set([
          'workspaces',
          'runs',
          'plans',
          'configuration-versions',
          'ingress-attributes',
          'assessment-results',
        ]),
      );
      expect(
        checked.flatMap(object =>
          differences(
            object,
            document.components.schemas[object.type],
            document,
            object.id,
          ),
        ),
      ).toEqual([]);
    });

    it('is asked by paths and includes that there are', () => {
      const { paths } = openApi();
      const includes = (path: string): string[] =>
        paths[path].get.parameters.find(({ name }: Json) => name === 'include')
          .schema.items.enum;
      for (const include of [
        'current_run',
        'current_run.plan',
        'current_run.configuration_version.ingress_attributes',
        'current_assessment_result',
        'effective_tag_bindings',
        'project',
      ]) {
        expect(
          includes('/organizations/{organization_name}/workspaces'),
        ).toContain(include);
        expect(includes('/workspaces/{workspace_id}')).toContain(include);
      }
      expect(includes('/runs/{run_id}')).toEqual(
        expect.arrayContaining([
          'created_by',
          'configuration_version.ingress_attributes',
        ]),
      );
      expect(paths).toHaveProperty(['/organizations/{organization_name}/runs']);
      expect(paths).toHaveProperty(['/workspaces/{workspace_id}/resources']);
    });
  },
);
