import { servicesIn, ServiceSpec } from '../world/services';
import { CodeHost } from './code/CodeHost';
import { ForgeRecords } from './ForgeRecords';
import { Protections } from './Protections';

/** A workflow file that the forge knows. */
export interface WorkflowInfo {
  id: number;
  name: string;
  /** The file's name, without its folder. */
  file: string;
}

/** Everything that the forge's answers are made from. */
export interface Forge {
  /** Scheme, host and port, without a slash at the end. */
  baseUrl: string;
  code: CodeHost;
  records: ForgeRecords;
  protections: Protections;
  /** The workflows of a repository. */
  workflows(repository: string): WorkflowInfo[];
}

/** The organisation. */
export const ORGANIZATION = 'acme';

/** A number for a name, always the same: ids of users, repositories and workflows. */
export function stableId(name: string): number {
  let hash = 2166136261;
  for (const char of name) {
    hash = Math.imul(hash ^ char.charCodeAt(0), 16777619);
  }
  return 1_000_000 + (hash >>> 4);
}

/** An opaque id as GraphQL has them. */
export function nodeId(kind: string, id: string | number): string {
  return `${kind}_${Buffer.from(String(id)).toString('base64url')}`;
}

/** The workflows of the services in a repository. */
export function workflowsOf(repository: string): WorkflowInfo[] {
  return servicesIn(repository)
    .filter(
      (
        service,
      ): service is ServiceSpec & {
        workflow: { name: string; file: string };
      } => Boolean(service.workflow),
    )
    .map(service => ({
      id: stableId(`${repository}/${service.workflow.file}`),
      ...service.workflow,
    }));
}
