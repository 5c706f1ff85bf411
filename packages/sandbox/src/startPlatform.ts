import { RequestHandler } from 'express';
import { Repositories } from './git';
import { Scenario } from './world';

/** What the clusters and Argo CD are started with. */
export interface PlatformOptions {
  scenario: Scenario;
  repositories: Repositories;
  ports: { kubernetes: number; argo: Record<string, number> };
  gitUrl: (repository: string) => string;
  dial: (listener: string) => RequestHandler;
  imageDigest: (repository: string, tag: string) => string | undefined;
}

/** The clusters and Argo CD, running. */
export interface RunningPlatform {
  urls: { kubernetes: string; argo: Record<string, string> };
  applyManifests(
    cluster: string,
    namespace: string,
    manifests: object[],
  ): Promise<void>;
  close(): Promise<void>;
}

/** Starts without clusters, until there are any. */
export async function startPlatform(
  _options: PlatformOptions,
): Promise<RunningPlatform> {
  return {
    urls: { kubernetes: '', argo: {} },
    applyManifests: async () => undefined,
    close: async () => undefined,
  };
}
