import {
  DispatcherCache,
  KubernetesClient,
  type ClusterConnection,
} from '../client';

/**
 * A cluster as the configuration names it.
 *
 * @public
 */
export interface KubernetesCluster {
  /** Letters, digits, `.`, `-` and `_`; unique. */
  name: string;
  /** The name as it was configured, which links refer to. */
  title: string;
  /** The API server's URL, where known. */
  server?: string;
  /** Where a person can open it. */
  dashboardUrl?: string;
  /** The only namespaces to look at; all unless told. */
  namespaces?: readonly string[];
  /** Set where it cannot be collected, with the reason; `connect` is absent then. */
  unavailable?: string;
  /** Makes a client; the connections are shared by all clients of the cluster. */
  connect?(options?: {
    onCall?: (call: { operation: string; outcome: 'ok' | 'error' }) => void;
  }): KubernetesClient;
}

/** Makes a cluster that can be collected. */
export function createCluster(options: {
  title: string;
  connection: ClusterConnection;
  namespaces?: readonly string[];
  dashboardUrl?: string;
}): KubernetesCluster {
  const { title, connection, namespaces, dashboardUrl } = options;
  const dispatchers = new DispatcherCache();
  return {
    name: clusterName(title),
    title,
    server: connection.server,
    ...(namespaces && { namespaces }),
    ...(dashboardUrl && { dashboardUrl }),
    connect: ({ onCall } = {}) =>
      new KubernetesClient(connection, { onCall, dispatchers }),
  };
}

/** Makes a cluster that cannot be collected. */
export function unavailableCluster(options: {
  title: string;
  unavailable: string;
  server?: string;
}): KubernetesCluster {
  return { name: clusterName(options.title), ...options };
}

/** Cluster names of others may hold what a source's id cannot, such as the colons of an ARN. */
function clusterName(title: string): string {
  const name = title
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(-63)
    .replace(/^[^A-Za-z0-9]+/, '');
  return name || 'cluster';
}
