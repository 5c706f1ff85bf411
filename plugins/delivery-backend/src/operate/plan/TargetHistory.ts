import type { VersionView } from '@throughline/plugin-delivery-common';
import { PageModel } from '../../read/buildPage';
import type {
  EntityRecord,
  LinkedTarget,
  StoredDeployment,
} from '../../read/EntityRecord';

/** A target of an entity, by its id. */
export function linkedTarget(
  record: EntityRecord,
  id: string | undefined,
): LinkedTarget | undefined {
  return record.targets.find(({ stored }) => stored.id === id);
}

/** What targets ran, as far as it is known. */
export class TargetHistory {
  readonly #resolver;

  constructor(private readonly record: EntityRecord) {
    this.#resolver = new PageModel(record).resolver;
  }

  /** The version that a deployment brought. */
  versionOf(deployment: StoredDeployment): VersionView | undefined {
    const { deployments } = this.record;
    const before = deployments
      .slice(deployments.indexOf(deployment) + 1)
      .find(each => each.targetId === deployment.targetId);
    return this.#resolver.ofDeployment(
      deployment,
      linkedTarget(this.record, deployment.targetId),
      before,
    );
  }

  /** Whether nothing was deployed there since. */
  isNewest(deployment: StoredDeployment): boolean {
    const { deployments } = this.record;
    return (
      deployments.find(each => each.targetId === deployment.targetId) ===
      deployment
    );
  }

  /** The newest deployment of a target that brought a version and is past. */
  earlier(id: string, label: string | undefined): StoredDeployment | undefined {
    return this.record.deployments.find(
      each =>
        each.targetId === id &&
        label !== undefined &&
        !this.isNewest(each) &&
        this.versionOf(each)?.label === label,
    );
  }

  /** Whether a target runs a version and was told to: where the next does not come up, the one before serves on. */
  keeps(id: string, label: string | undefined): boolean {
    const target = linkedTarget(this.record, id);
    const newest = this.record.deployments.find(each => each.targetId === id);
    const told = newest && this.versionOf(newest)?.label;
    return (
      target !== undefined &&
      this.#resolver.ofTarget(target)?.label === label &&
      (told ?? label) === label
    );
  }
}
