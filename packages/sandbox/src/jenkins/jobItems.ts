import { services, ServiceSpec } from '../world/services';
import { Builds } from './Builds';

/** A thing of Jenkins that has a place of its own. */
export interface JobItem {
  kind: 'root' | 'folder' | 'multibranch' | 'pipeline';
  /** The empty name is Jenkins itself. */
  fullName: string;
  /** What is built, of all but folders. */
  service?: ServiceSpec;
  /** True where builds take parameters. */
  parameterised?: boolean;
}

/** All items: folders, multibranch projects with a job for each branch that was built, and jobs that deploy. */
export function jobItems(builds: Builds): JobItem[] {
  const built = services.filter(service => service.jenkins);
  const jobs = built.flatMap((service): JobItem[] => {
    const { pipeline, deploy } = service.jenkins ?? {
      pipeline: '',
      deploy: '',
    };
    const branches = builds
      .jobs()
      .filter(job => job.startsWith(`${pipeline}/`))
      .sort();
    return [
      { kind: 'multibranch', fullName: pipeline, service },
      ...branches.map(
        (fullName): JobItem => ({ kind: 'pipeline', fullName, service }),
      ),
      { kind: 'pipeline', fullName: deploy, service, parameterised: true },
    ];
  });
  const known = new Set(jobs.map(({ fullName }) => fullName));
  const folders = new Set(
    [...known].map(parentOf).filter(parent => parent && !known.has(parent)),
  );
  return [
    { kind: 'root', fullName: '' },
    ...[...folders].map(
      (fullName): JobItem => ({ kind: 'folder', fullName: fullName ?? '' }),
    ),
    ...jobs,
  ];
}

/** `team/checkout` is in `team`, and that is in Jenkins itself. */
export function parentOf(fullName: string): string | undefined {
  const slash = fullName.lastIndexOf('/');
  if (fullName === '') {
    return undefined;
  }
  return slash < 0 ? '' : fullName.slice(0, slash);
}
