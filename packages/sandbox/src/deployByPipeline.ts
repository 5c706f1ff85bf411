import { parseAllDocuments } from 'yaml';
import { DiskRepositories } from './git';
import { imageName, ServiceSpec, StageSpec } from './world';

/** Applies manifests to a cluster, as `kubectl apply` would. */
export type ApplyManifests = (
  cluster: string,
  namespace: string,
  manifests: object[],
  options?: { at?: Date },
) => Promise<void>;

/** Fills the manifests of a repository in, as `envsubst` would, and applies them to one environment. */
export async function deployByPipeline(
  repositories: DiskRepositories,
  apply: ApplyManifests,
  options: {
    service: ServiceSpec;
    stage: StageSpec;
    sha: string;
    version: string;
    imageHost: string;
    /** When it was rolled out, if that is past. */
    at?: Date;
  },
): Promise<void> {
  const { service, stage } = options;
  const values: Record<string, string> = {
    IMAGE: `${options.imageHost}/${imageName(service)}`,
    VERSION: options.version,
    REPLICAS: String(stage.replicas),
  };
  const files = await repositories.readTree(
    service.repository,
    options.sha,
    'deploy',
  );
  const manifests = [...files]
    .filter(([name]) => /\.ya?ml$/.test(name))
    .sort(([a], [b]) => a.localeCompare(b))
    .flatMap(([, content]) =>
      parseAllDocuments(
        content.replace(/\$\{(\w+)\}/g, (whole, name) => values[name] ?? whole),
      ).map(document => document.toJS() as unknown),
    )
    .filter(
      (manifest): manifest is object =>
        typeof manifest === 'object' && manifest !== null,
    );
  await apply(stage.cluster, stage.namespace, manifests, { at: options.at });
}
