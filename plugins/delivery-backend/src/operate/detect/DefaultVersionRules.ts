import type {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import type {
  EntityVersionRules,
  EnvironmentVersionRules,
  Lane,
  VersionRuleTrial,
  VersionRuleTrialInput,
} from '@throughline/plugin-delivery-common';
import type {
  DeliverySource,
  TargetItem,
} from '@throughline/plugin-delivery-node';
import type { Visibility } from '../../permissions/Visibility';
import type { PageBody } from '../../read/buildPage';
import type { EntityRecord, LinkedTarget } from '../../read/EntityRecord';
import type { LivePages } from '../../read/LivePages';
import { isVisible } from '../../read/Visible';
import type { ObservationReader } from '../../store/ObservationReader';
import type { AccessJudge, Judge } from '../access/AccessJudge';
import type { ConfiguredVersionRule } from '../config/readVersionRules';
import type { SubjectFinder } from '../subjects/SubjectFinder';
import { ruleOf } from '../versions/rulesOf';
import { detectTarget, type TargetDetection } from './detectTarget';
import { inForceOf } from './inForceOf';
import { knownVersions } from './knownVersions';
import { lookObjection } from './lookObjection';
import { SourceOpener } from './SourceOpener';
import { parentsOf } from './parentsOf';
import { ruleFor } from './placeOf';
import { proposalsOf } from './proposalsOf';
import { snippetsOf } from './snippetsOf';
import { tryRule } from './tryRule';
import type { VersionRules } from './VersionRules';
import { wantedFor } from './wantedFor';

/** A forge that does not answer by then costs the proposals, and not more. */
const LOOK_MS = 20_000;

export interface DefaultVersionRulesOptions {
  finder: SubjectFinder;
  pages: LivePages;
  reader: ObservationReader;
  sources: readonly DeliverySource[];
  configured: readonly ConfiguredVersionRule[];
  access: AccessJudge;
  visibility: Visibility;
  logger: LoggerService;
}

interface Known {
  record: EntityRecord;
  page: PageBody;
  judge: Judge;
}

/** Says which rules are in force, proposes others by what targets are made from, and tries rules out. */
export class DefaultVersionRules implements VersionRules {
  constructor(private readonly options: DefaultVersionRulesOptions) {}

  async read(
    entityRef: string,
    { propose }: { propose?: string },
    credentials: BackstageCredentials,
  ): Promise<EntityVersionRules> {
    const known = await this.#known(entityRef, credentials);
    if (propose !== undefined) {
      requireLane(known, propose);
    }
    const environments: EnvironmentVersionRules[] = [];
    for (const lane of known.page.lanes) {
      const targets = targetsOf(known.record, lane);
      if (targets.length > 0) {
        const inForce = await this.#inForce(known, lane, targets);
        const isAsked =
          lane.environment.name === propose &&
          inForce.mayNotTryBecause === undefined;
        environments.push({
          ...inForce,
          ...(isAsked ? await this.#proposals(known, lane, targets) : {}),
        });
      }
    }
    return { entityRef, environments };
  }

  async try(
    entityRef: string,
    { environment, rule, version }: VersionRuleTrialInput,
    credentials: BackstageCredentials,
  ): Promise<VersionRuleTrial> {
    const known = await this.#known(entityRef, credentials);
    const lane = requireLane(known, environment);
    const targets = targetsOf(known.record, lane);
    const objection = await this.#objection(known, targets);
    if (objection !== undefined) {
      throw new NotAllowedError(objection);
    }
    const { entity } = known.record;
    const items = targets.map(({ stored }) => stored.item);
    const wanted = wantedFor(
      { rule, version },
      knownVersions(known.record, known.page),
    );
    const trial = await tryRule(rule, wanted, {
      entity,
      environment,
      targets: targets.map(({ stored: { id, item } }) => ({ id, item })),
      sources: this.options.sources,
      configured: this.options.configured,
      proposed: once(async () =>
        (
          await this.#detect(known, lane, targets)
        ).flatMap(({ placed }) => placed.map(ruleFor)),
      ),
      context: this.#context(),
    });
    return {
      version,
      ...trial,
      snippets: snippetsOf(entity, environment, rule, items),
    };
  }

  async #known(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<Known> {
    const visible = await this.options.visibility.of(credentials);
    if (!isVisible(visible, entityRef)) {
      throw new NotFoundError(`There is no entity '${entityRef}' here`);
    }
    return {
      record: await this.options.finder.record(entityRef),
      page: await this.options.pages.get(entityRef),
      judge: await this.options.access.of(credentials),
    };
  }

  async #inForce(
    known: Known,
    { environment }: Lane,
    targets: readonly LinkedTarget[],
  ): Promise<EnvironmentVersionRules> {
    const { record, page } = known;
    const objection = await this.#objection(known, targets);
    return {
      environment: environment.name,
      title: environment.title,
      targets: targets.map(({ stored: { id, item } }) => {
        const rule = ruleOf(
          record.entity,
          environment.name,
          item,
          this.options.configured,
        );
        return {
          id,
          name: item.name,
          ...('missingBecause' in rule ? rule : { inForce: inForceOf(rule) }),
        };
      }),
      versions: [...knownVersions(record, page).keys()],
      ...(objection ? { mayNotTryBecause: objection } : {}),
    };
  }

  async #proposals(
    known: Known,
    lane: Lane,
    targets: readonly LinkedTarget[],
  ): Promise<Pick<EnvironmentVersionRules, 'proposals' | 'nothingFound'>> {
    const { entity } = known.record;
    const environment = lane.environment.name;
    const detections = await this.#detect(known, lane, targets);
    const items = targets.map(({ stored }) => stored.item);
    return {
      proposals: proposalsOf(entity, environment, detections).map(proposal => ({
        ...proposal,
        snippets: snippetsOf(entity, environment, proposal.rule, items),
      })),
      nothingFound: detections.flatMap(({ item, because }) =>
        because ? [{ target: item.name, because }] : [],
      ),
    };
  }

  /** One target after the other, as a forge limits what is asked at once; what they share is read once. */
  async #detect(
    { page }: Known,
    lane: Lane,
    targets: readonly LinkedTarget[],
  ): Promise<TargetDetection[]> {
    const opener = new SourceOpener({
      sources: this.options.sources,
      context: this.#context(),
    });
    const views = new Map(
      page.lanes
        .find(each => each.environment.name === lane.environment.name)
        ?.targets.map(view => [view.id, view]),
    );
    const parents = new Map<string, () => Promise<TargetItem[]>>();
    const detections: TargetDetection[] = [];
    for (const target of targets) {
      const { id, sourceId } = target.stored;
      const read =
        parents.get(sourceId) ??
        once(() => parentsOf(sourceId, this.options.reader));
      parents.set(sourceId, read);
      detections.push(
        await detectTarget(target, views.get(id), { opener, parents: read }),
      );
    }
    return detections;
  }

  async #objection(
    { record, judge }: Known,
    targets: readonly LinkedTarget[],
  ): Promise<string | undefined> {
    const ids = new Set(targets.map(({ stored }) => stored.id));
    const subjects = await this.options.finder.targets(record);
    return lookObjection(
      subjects.filter(({ id }) => ids.has(id)),
      judge,
    );
  }

  #context() {
    return {
      signal: AbortSignal.timeout(LOOK_MS),
      logger: this.options.logger,
    };
  }
}

/** The targets of a lane whose version is written somewhere: the same that a promotion goes by. */
function targetsOf(record: EntityRecord, lane: Lane): LinkedTarget[] {
  return record.targets.filter(
    ({ link, stored: { item } }) =>
      link.environment === lane.environment.name &&
      item.type !== 'infrastructure' &&
      !item.parent,
  );
}

function requireLane({ page, record }: Known, environment: string): Lane {
  const lane = page.lanes.find(each => each.environment.name === environment);
  if (!lane || targetsOf(record, lane).length === 0) {
    throw new InputError(
      `'environment' must be one in which something of the entity runs: ${page.lanes
        .filter(each => targetsOf(record, each).length > 0)
        .map(each => each.environment.name)
        .join(', ')}.`,
    );
  }
  return lane;
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= read();
    return answer;
  };
}
