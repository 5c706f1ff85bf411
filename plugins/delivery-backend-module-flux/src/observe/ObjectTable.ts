import type {
  AutomationFacts,
  Facts,
  HelmReleaseFacts,
  HelmWorkloadFacts,
  ImagePolicyFacts,
  ImageRepositoryFacts,
  KustomizationFacts,
  Reference,
  SourceFacts,
} from '../objects/facts';
import { objectKey } from '../objects/kinds';
import type { Found, Surroundings } from '../mapping/Surroundings';
import type { ClusterPlace } from '@throughline/plugin-delivery-node';

/** What is kept of an object. */
export interface ObjectRecord {
  scope: string;
  facts: Facts;
}

/** All objects of a cluster that are known, and which kinds can be seen in which namespaces. */
export class ObjectTable {
  readonly #records = new Map<string, ObjectRecord>();
  readonly #automations = new Map<string, AutomationFacts>();
  /** Namespace → key → policy. */
  readonly #policies = new Map<string, Map<string, ImagePolicyFacts>>();
  /** Key of a release → key → workload. */
  readonly #workloads = new Map<string, Map<string, HelmWorkloadFacts>>();
  /** `<kind>/<namespace>`, and `<kind>/` for all namespaces. */
  readonly #visible = new Set<string>();

  constructor(private readonly cluster: ClusterPlace) {}

  get(key: string): ObjectRecord | undefined {
    return this.#records.get(key);
  }

  /** The keys of a scope's objects. */
  keysOf(scope: string): string[] {
    return [...this.#records]
      .filter(([, record]) => record.scope === scope)
      .map(([key]) => key);
  }

  /** Says whether all objects of a kind can be seen, in one namespace or in all. */
  setVisible(kind: string, namespace: string | undefined, visible: boolean) {
    const place = `${kind}/${namespace ?? ''}`;
    if (visible) {
      this.#visible.add(place);
    } else {
      this.#visible.delete(place);
    }
  }

  set(key: string, record: ObjectRecord): void {
    this.delete(key);
    this.#records.set(key, record);
    const { facts } = record;
    switch (facts.kind) {
      case 'ImageUpdateAutomation':
        this.#automations.set(key, facts);
        break;
      case 'ImagePolicy':
        nested(this.#policies, facts.namespace).set(key, facts);
        break;
      case 'HelmWorkload':
        nested(this.#workloads, objectKey(facts.release)).set(key, facts);
        break;
      default:
    }
  }

  delete(key: string): void {
    const facts = this.#records.get(key)?.facts;
    this.#records.delete(key);
    this.#automations.delete(key);
    if (facts?.kind === 'ImagePolicy') {
      this.#policies.get(facts.namespace)?.delete(key);
    } else if (facts?.kind === 'HelmWorkload') {
      const release = objectKey(facts.release);
      const workloads = this.#workloads.get(release);
      workloads?.delete(key);
      if (workloads?.size === 0) {
        this.#workloads.delete(release);
      }
    }
  }

  /** Whether an automation reads from a source, so that what it is concerns whoever is made from the same. */
  feedsAutomation(sourceKey: string): boolean {
    return [...this.#automations.values()].some(
      ({ source }) => objectKey(source) === sourceKey,
    );
  }

  /**
   * The objects as the mapping looks at them.
   *
   * @param onLook - told of every single object that was looked for, found or not
   */
  surroundings(onLook: (key: string) => void): Surroundings {
    const look = <T extends Facts>(reference: Reference): Found<T> => {
      const key = objectKey(reference);
      onLook(key);
      const facts = this.#records.get(key)?.facts as T | undefined;
      if (facts) {
        return { state: 'found', facts };
      }
      return { state: this.#isVisible(reference) ? 'missing' : 'unseen' };
    };
    return {
      cluster: this.cluster,
      source: reference => look<SourceFacts>(reference),
      imageRepository: reference => look<ImageRepositoryFacts>(reference),
      kustomization: reference => {
        const found = look<KustomizationFacts>(reference);
        return found.state === 'found' ? found.facts : undefined;
      },
      automations: () => [...this.#automations.values()],
      policies: namespace => [
        ...(this.#policies.get(namespace)?.values() ?? []),
      ],
      workloadsOf: (release: HelmReleaseFacts) =>
        [...(this.#workloads.get(objectKey(release))?.values() ?? [])].map(
          ({ pointer }) => pointer,
        ),
    };
  }

  #isVisible({ kind, namespace }: Reference): boolean {
    return (
      this.#visible.has(`${kind}/`) || this.#visible.has(`${kind}/${namespace}`)
    );
  }
}

function nested<T>(
  map: Map<string, Map<string, T>>,
  key: string,
): Map<string, T> {
  const inner = map.get(key) ?? new Map<string, T>();
  map.set(key, inner);
  return inner;
}
