import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  ChangeView,
  DeploymentTrace,
  DetailKind,
  EntityMetrics,
  FleetPage,
  FleetQuery,
  HistoryEntry,
  Page,
  RunView,
  SourcesPage,
  TargetDetails,
} from '@throughline/plugin-delivery-common';
import type { Visible } from './Visible';

/** For whom something is read. */
export interface Reader {
  credentials: BackstageCredentials;
  /** What the reader may see; set by the authorisation, which everything else trusts. */
  visible: Visible;
}

/** Which part of a list is wanted. */
export interface ListRequest {
  cursor?: string;
  limit?: number;
}

/** The page of an entity as it goes over the wire. */
export interface PageAnswer {
  etag: string;
  /** JSON; absent where the reader has it already. */
  body?: string;
}

/** Which metrics are asked for. */
export interface MetricsTime {
  environment: string;
  /** Unix seconds */
  from: number;
  /** Unix seconds */
  to: number;
}

/** Live details that are asked for. */
export interface DetailsRequest {
  targetId: string;
  kind: DetailKind;
  /** For whose page. */
  entityRef: string;
  query: Record<string, string>;
}

/** All that can be read. */
export interface DeliveryService {
  page(
    ref: string,
    request: { known: readonly string[]; catalogEtag?: string },
    reader: Reader,
  ): Promise<PageAnswer>;
  changes(
    ref: string,
    request: ListRequest,
    reader: Reader,
  ): Promise<Page<ChangeView>>;
  runs(
    ref: string,
    request: ListRequest,
    reader: Reader,
  ): Promise<Page<RunView>>;
  history(
    ref: string,
    request: ListRequest,
    reader: Reader,
  ): Promise<Page<HistoryEntry>>;
  /** What one deployment brought, and where that came from. */
  trace(
    ref: string,
    deploymentId: string,
    reader: Reader,
  ): Promise<DeploymentTrace>;
  metrics(
    ref: string,
    request: MetricsTime,
    reader: Reader,
  ): Promise<EntityMetrics>;
  details(request: DetailsRequest, reader: Reader): Promise<TargetDetails>;
  fleet(query: FleetQuery, reader: Reader): Promise<FleetPage>;
  sources(request: ListRequest, reader: Reader): Promise<SourcesPage>;
}
