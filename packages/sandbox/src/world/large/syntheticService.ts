import { createHash } from 'crypto';
import { people, teams } from '../people';
import { LargeWorldSpec } from '../Scenario';

/** One version of a synthetic service. */
export interface SyntheticVersion {
  version: string;
  /** The commit that it was built from. */
  sha: string;
  subject: string;
  author: { name: string; email: string; login: string };
  committedAt: Date;
}

/** One place where a synthetic service runs. */
export interface SyntheticStage {
  environment: 'development' | 'staging' | 'production';
  application: string;
  instance: string;
  cluster: string;
  namespace: string;
  pods: number;
  /** Index into `versions`. */
  version: number;
}

/** A service that exists in numbers only: nothing of it is on disk, all is told by its index. */
export interface SyntheticService {
  index: number;
  name: string;
  team: string;
  repository: string;
  image: string;
  /** Oldest first. */
  versions: SyntheticVersion[];
  stages: SyntheticStage[];
}

const VERSIONS = 12;
const DAY = 86_400_000;
const subjects = [
  'Tune the connection pool',
  'Add a health endpoint',
  'Fix a leak in the cache',
  'Update dependencies',
  'Log less',
  'Trace outgoing calls',
];
const environments = ['development', 'staging', 'production'] as const;
const short = { development: 'dev', staging: 'staging', production: 'prod' };

/** The name of a synthetic service; the first is `svc-00001`. */
export function syntheticName(index: number): string {
  return `svc-${String(index).padStart(5, '0')}`;
}

/** The index in a synthetic service's name or repository; undefined where it is none of this world. */
export function syntheticIndex(
  name: string,
  spec: Pick<LargeWorldSpec, 'services'>,
): number | undefined {
  const match = /^(?:acme\/)?svc-(\d{5})$/.exec(name);
  const index = match ? Number(match[1]) : 0;
  return index >= 1 && index <= spec.services ? index : undefined;
}

/** Describes a synthetic service; the same for the same index, except that dates are relative to `now`. */
export function syntheticService(
  index: number,
  spec: LargeWorldSpec,
  now: Date,
): SyntheticService {
  const name = syntheticName(index);
  const today = Math.floor(now.getTime() / DAY) * DAY;
  const versions = Array.from({ length: VERSIONS }, (_, position) => {
    const person = people[(index + position) % people.length];
    return {
      version: `1.${index % 7}.${position}`,
      sha: sha1(`${name} commit ${position}`),
      subject: subjects[(index + position) % subjects.length],
      author: {
        name: person.name,
        email: person.email,
        login: person.login,
      },
      committedAt: new Date(
        today -
          (VERSIONS - position) * 5 * DAY +
          ((index * 61) % 1440) * 60_000,
      ),
    };
  });
  return {
    index,
    name,
    team: teams[index % teams.length].name,
    repository: `acme/${name}`,
    image: `acme/${name}`,
    versions,
    stages: environments.map((environment, position) => ({
      environment,
      application: `${name}-${short[environment]}`,
      instance: spec.argoInstances[index % spec.argoInstances.length],
      cluster: spec.clusters[(index + position) % spec.clusters.length],
      namespace: `${name}-${environment}`,
      pods: podsOf(index, position, spec),
      version: VERSIONS - 1 - ((position * index) % 4),
    })),
  };
}

/** The pods of the whole world spread evenly; the remainder goes to the first ones. */
function podsOf(index: number, position: number, spec: LargeWorldSpec): number {
  const stages = spec.services * environments.length;
  const at = (index - 1) * environments.length + position;
  const each = Math.floor(spec.pods / stages);
  return each + (at < spec.pods % stages ? 1 : 0);
}

/** A digest of 40 hexadecimal digits, as commits have them. */
export function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
