import type { CompoundEntityRef } from '@backstage/catalog-model';
import type { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import type {
  EntityOperations,
  EntityVersionRules,
  OperationInput,
  OperationPlan,
  OperationsPage,
  OperationsQuery,
  OperationView,
  VersionRuleTrial,
  VersionRuleTrialInput,
} from '@throughline/plugin-delivery-common';
import type { DeliveryRequestOptions } from './DeliveryApi';
import type { DeliveryOperationsApi } from './DeliveryOperationsApi';
import { entityPath } from './entityPath';
import { searchParams } from './searchParams';

/**
 * Asks the delivery backend for operations over HTTP. Nothing is kept: what may be done changes with who looks.
 *
 * @public
 */
export class DeliveryOperationsClient implements DeliveryOperationsApi {
  private readonly discoveryApi: DiscoveryApi;
  private readonly fetchApi: FetchApi;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.discoveryApi = options.discoveryApi;
    this.fetchApi = options.fetchApi;
  }

  /** {@inheritDoc DeliveryOperationsApi.getOperations} */
  async getOperations(
    entity: CompoundEntityRef,
    options?: DeliveryRequestOptions,
  ): Promise<EntityOperations> {
    return this.get(`${entityPath(entity)}/operations`, options);
  }

  /** {@inheritDoc DeliveryOperationsApi.planOperation} */
  async planOperation(
    input: OperationInput,
    options?: DeliveryRequestOptions,
  ): Promise<OperationPlan> {
    return this.post('/operations/plan', input, options);
  }

  /** {@inheritDoc DeliveryOperationsApi.requestOperation} */
  async requestOperation(input: OperationInput): Promise<OperationView> {
    return this.post('/operations', input);
  }

  /** {@inheritDoc DeliveryOperationsApi.getOperation} */
  async getOperation(
    id: string,
    options?: DeliveryRequestOptions,
  ): Promise<OperationView> {
    return this.get(operationPath(id), options);
  }

  /** {@inheritDoc DeliveryOperationsApi.decideOperation} */
  async decideOperation(
    id: string,
    decision: { decision: 'approved' | 'rejected'; comment?: string },
  ): Promise<OperationView> {
    return this.post(`${operationPath(id)}/decision`, decision);
  }

  /** {@inheritDoc DeliveryOperationsApi.cancelOperation} */
  async cancelOperation(id: string): Promise<OperationView> {
    return this.post(`${operationPath(id)}/cancel`, {});
  }

  /** {@inheritDoc DeliveryOperationsApi.searchOperations} */
  async searchOperations(
    query: OperationsQuery,
    options?: DeliveryRequestOptions,
  ): Promise<OperationsPage> {
    return this.get(withQuery('/operations', query), options);
  }

  /** {@inheritDoc DeliveryOperationsApi.exportOperations} */
  async exportOperations(query: OperationsQuery): Promise<Blob> {
    return (await this.send(withQuery('/operations/export', query))).blob();
  }

  /** {@inheritDoc DeliveryOperationsApi.exportOperationEvidence} */
  async exportOperationEvidence(id: string): Promise<Blob> {
    return (await this.send(`${operationPath(id)}/evidence`)).blob();
  }

  /** {@inheritDoc DeliveryOperationsApi.exportDeploymentEvidence} */
  async exportDeploymentEvidence(
    entity: CompoundEntityRef,
    deploymentId: string,
  ): Promise<Blob> {
    const id = encodeURIComponent(deploymentId);
    const path = `${entityPath(entity)}/deployments/${id}/evidence`;
    return (await this.send(path)).blob();
  }

  /** {@inheritDoc DeliveryOperationsApi.getVersionRules} */
  async getVersionRules(
    entity: CompoundEntityRef,
    propose?: string,
    options?: DeliveryRequestOptions,
  ): Promise<EntityVersionRules> {
    const path = `${entityPath(entity)}/version-rules`;
    return this.get(withQuery(path, { propose }), options);
  }

  /** {@inheritDoc DeliveryOperationsApi.tryVersionRule} */
  async tryVersionRule(
    entity: CompoundEntityRef,
    input: VersionRuleTrialInput,
  ): Promise<VersionRuleTrial> {
    return this.post(`${entityPath(entity)}/version-rules/try`, input);
  }

  /** {@inheritDoc DeliveryOperationsApi.setFreeze} */
  async setFreeze(
    freeze: { on: true; reason: string } | { on: false },
  ): Promise<void> {
    await this.send('/operations/freeze', jsonPost(freeze));
  }

  private async get<T>(
    path: string,
    options?: DeliveryRequestOptions,
  ): Promise<T> {
    const { signal } = options ?? {};
    return (await this.send(path, { signal, cache: 'no-store' })).json();
  }

  private async post<T>(
    path: string,
    body: object,
    options?: DeliveryRequestOptions,
  ): Promise<T> {
    const { signal } = options ?? {};
    return (await this.send(path, { ...jsonPost(body), signal })).json();
  }

  private async send(path: string, init?: RequestInit): Promise<Response> {
    const base = await this.discoveryApi.getBaseUrl('delivery');
    const response = await this.fetchApi.fetch(`${base}${path}`, init);
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response;
  }
}

function jsonPost(body: object): RequestInit {
  return {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  };
}

function operationPath(id: string): string {
  return `/operations/${encodeURIComponent(id)}`;
}

function withQuery(
  path: string,
  query: OperationsQuery | { propose?: string },
): string {
  const params = searchParams({ ...query }).toString();
  return params ? `${path}?${params}` : path;
}
