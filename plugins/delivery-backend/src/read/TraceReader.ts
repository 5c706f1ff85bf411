import { NotFoundError } from '@backstage/errors';
import type {
  DeploymentTrace,
  DeploymentView,
  HistoryEntry,
} from '@throughline/plugin-delivery-common';
import type { ObservationReader } from '../store';
import { PageModel } from './buildPage';
import { buildHistory } from './history';
import { HistoryReader } from './HistoryReader';
import type { RecordLoader } from './RecordLoader';
import { attestationsOf, imageOf } from './trace/artifact';
import { changesOf } from './trace/changes';
import { configurationOf } from './trace/configuration';
import { withPullRequests } from './trace/pullRequests';
import { runsOf } from './trace/runs';
import { told } from './trace/told';

/** Reads what one deployment brought, from all that was stored. */
export class TraceReader {
  readonly #history: HistoryReader;

  constructor(
    private readonly loader: RecordLoader,
    private readonly reader: ObservationReader,
  ) {
    this.#history = new HistoryReader(loader);
  }

  async read(ref: string, deploymentId: string): Promise<DeploymentTrace> {
    const record = await this.loader.load(ref);
    const slice = record && (await this.#history.one(record, deploymentId));
    if (!slice) {
      throw new NotFoundError(`${ref} has no deployment '${deploymentId}'`);
    }
    const { graph, resolver } = new PageModel(record);
    const entries = buildHistory(slice, record, resolver);
    const deployment = entries.find(isDeployment)!;
    const { to } = deployment;
    const changes = changesOf(deployment, entries, record, graph);
    const shas = changes.known ? changes.value.map(({ sha }) => sha) : [];
    await this.loader.addDetails(record, [
      ...shas,
      ...(to?.commit ? [to.commit.sha] : []),
    ]);
    const image = imageOf(to);
    return {
      entityRef: ref,
      deployment,
      image,
      changes: changes.known
        ? told(await withPullRequests(changes.value, this.reader))
        : changes,
      configuration: await configurationOf(deployment, record, this.reader),
      runs: runsOf(to, record),
      attestations: await attestationsOf(image, this.reader),
    };
  }
}

function isDeployment(entry: HistoryEntry): entry is DeploymentView {
  return entry.type === 'deployment';
}
