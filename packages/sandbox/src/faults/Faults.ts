import { z } from 'zod';
import { FaultSpec } from '../world/Scenario';
import { ServiceSpec } from '../world/services';

/** What is wrong with a service, and where. */
export const serviceFault = z
  .object({
    service: z.string(),
    fault: z.enum([
      'crashLoop',
      'imagePullBackOff',
      'slowRollout',
      'stuckCanary',
      'edited',
    ]),
    /** Only this version has it; whichever is the newest where it is left out. */
    version: z.string().min(1).optional(),
    /** Only there: an environment, a region of it, a cluster; everywhere where all are left out. */
    environment: z.enum(['development', 'staging', 'production']).optional(),
    region: z.string().optional(),
    cluster: z.string().optional(),
  })
  .strict();

/** A fault of a service. */
export type ServiceFault = z.infer<typeof serviceFault>;

/** What is wrong with services, each fault by a name, so that who adds one can take that one away again. */
export class Faults {
  readonly #listed = new Map<string, ServiceFault>();

  /**
   * @param initial - what is wrong from the start; it is named after its namespace
   * @param apply - makes exactly these be wrong
   */
  constructor(
    private readonly services: readonly ServiceSpec[],
    initial: readonly FaultSpec[],
    private readonly apply: (faults: FaultSpec[]) => void,
  ) {
    for (const { workload, fault, cluster, namespace } of initial) {
      const stage = this.#stagesOf({ service: workload, fault, cluster }).find(
        each => each.namespace === namespace,
      );
      if (stage) {
        const { environment, region } = stage;
        this.#listed.set(namespace, {
          service: workload,
          fault,
          environment,
          ...(region && { region }),
        });
      }
    }
  }

  /** All that is wrong, by name. */
  list(): Record<string, ServiceFault> {
    return Object.fromEntries(this.#listed);
  }

  /**
   * Adds a fault, or replaces the one of that name.
   *
   * @returns false where it would be nowhere: there is no such service, or it does not run there
   */
  set(name: string, fault: ServiceFault): boolean {
    if (this.#stagesOf(fault).length === 0) {
      return false;
    }
    this.#listed.set(name, fault);
    this.#applyAll();
    return true;
  }

  /** Takes a fault away, if there is one of that name. */
  remove(name: string): void {
    if (this.#listed.delete(name)) {
      this.#applyAll();
    }
  }

  #applyAll() {
    this.apply(
      [...this.#listed.values()].flatMap(fault =>
        this.#stagesOf(fault).map(({ cluster, namespace }) => ({
          cluster,
          namespace,
          workload: fault.service,
          fault: fault.fault,
          ...(fault.version && { version: fault.version }),
        })),
      ),
    );
  }

  #stagesOf({ service, environment, region, cluster }: ServiceFault) {
    const stages = this.services.find(({ name }) => name === service)?.stages;
    return (stages ?? []).filter(
      stage =>
        (environment ?? stage.environment) === stage.environment &&
        (region ?? stage.region) === stage.region &&
        (cluster ?? stage.cluster) === stage.cluster,
    );
  }
}
