import type {
  LaneSink,
  ObjectIdentity,
  ResourceLane,
} from '@throughline/plugin-delivery-kubernetes-node';
import type { Facts } from '../objects/facts';
import { APPLIERS, objectKey } from '../objects/kinds';
import type { FluxState } from './FluxState';

/** Writes what a lane tells into the state. */
export class FluxSink implements LaneSink<Facts> {
  readonly #kind: string;
  #unmentioned: Set<string> | undefined;
  /** There, and not to be read: what was known of them must not be told again. */
  readonly #unread = new Set<string>();

  constructor(
    private readonly lane: ResourceLane<Facts>,
    private readonly state: FluxState,
  ) {
    this.#kind = lane.resource.kind;
  }

  listing(): void {
    this.#unmentioned = new Set(this.state.keysOf(this.lane.scope));
  }

  applied(facts: Facts): void {
    const key = objectKey(facts);
    this.#unmentioned?.delete(key);
    this.#unread.delete(key);
    this.state.apply(this.lane.scope, facts, this.#unmentioned !== undefined);
  }

  removed(object: ObjectIdentity): string | undefined {
    const key = this.#keyOf(object);
    const wasUnread = this.#unread.delete(key);
    const wasKnown = this.state.remove(key);
    return (wasKnown || wasUnread) && this.#isTarget() ? key : undefined;
  }

  malformed(object: ObjectIdentity): string | undefined {
    const key = this.#keyOf(object);
    this.#unmentioned?.delete(key);
    this.state.remove(key);
    this.#unread.add(key);
    return this.#isTarget() ? key : undefined;
  }

  listed(): void {
    this.#unmentioned?.forEach(key => this.state.remove(key));
    this.#unmentioned = undefined;
    this.#setVisible(true);
  }

  /** What it told of sources is forgotten: nobody knows whether it still holds. */
  refused(): void {
    this.#unmentioned = undefined;
    if (!this.#isTarget()) {
      this.state.keysOf(this.lane.scope).forEach(key => this.state.remove(key));
    }
    this.#setVisible(false);
  }

  #setVisible(visible: boolean): void {
    this.state.setVisible(this.#kind, this.lane.namespace, visible);
  }

  #isTarget(): boolean {
    return Object.hasOwn(APPLIERS, this.#kind);
  }

  #keyOf({ namespace = '', name }: ObjectIdentity): string {
    const kind = this.lane.labelSelector ? 'HelmWorkload' : this.#kind;
    return objectKey({
      kind,
      namespace,
      name: this.lane.labelSelector ? `${this.#kind}/${name}` : name,
    });
  }
}
