import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { ConfigReader } from '@backstage/config';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import {
  AuthorizeResult,
  type Permission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type { OperationView } from '@throughline/plugin-delivery-common';
import express from 'express';
import type { Knex } from 'knex';
import request from 'supertest';
import { createTestStore } from './createTestStore';
import { eventually } from './eventually';
import { operationsAccess } from './operationsAccess';
import { createDelivery, readDeliveryConfig } from '../createDelivery';
import { createRouter } from '../http/createRouter';
import { ProviderRegistry } from '../ProviderRegistry';
import { fakeProvider, type FakeSource } from '../tests/FakeProvider';

/** The delivery backend with one source, as people of several rights use it. */
export interface OperateHarness {
  knex: Knex;
  audit: jest.Mock;
  /** What people were notified of. */
  told: NotificationSendOptions[];
  as(user: string, owns?: string[]): Person;
  asService(subject: string): Person;
  stop(): Promise<void>;
}

/** Somebody who asks. */
export interface Person {
  get(path: string): request.Test;
  post(path: string, body: object): request.Test;
}

/** Starts the backend and waits until it has linked what the source tells. */
export async function startOperate(
  knex: Knex,
  options: {
    source: FakeSource;
    entity: Entity;
    /** How many targets are linked to it. */
    links: number;
    config: object;
    /** Entities that nothing is linked to. */
    others?: Entity[];
    /** Names of permissions that the policy denies. */
    denied?: string[];
    /** What the policy says, where it is more than that. */
    policy?: (permission: Permission) => PolicyDecision;
    /** How long an upstream may take to answer. */
    answerMs?: number;
  },
): Promise<OperateHarness> {
  const policy =
    options.policy ??
    (({ name }) => ({
      result: options.denied?.includes(name)
        ? AuthorizeResult.DENY
        : AuthorizeResult.ALLOW,
    }));
  const config = readDeliveryConfig(
    new ConfigReader({ delivery: options.config }),
  );
  const registry = new ProviderRegistry();
  registry.addProvider(fakeProvider([options.source]));
  const owned = new Map<string, string[]>();
  const audit = jest.fn();
  const told: NotificationSendOptions[] = [];
  const delivery = await createDelivery({
    store: await createTestStore(knex, { leaseRenewMs: 50 }),
    registry,
    config: {
      ...config,
      catalogPollMs: 100,
      operations: {
        ...config.operations,
        answerMs: options.answerMs ?? config.operations.answerMs,
      },
    },
    catalog: catalogServiceMock({
      entities: [options.entity, ...(options.others ?? [])],
    }),
    auth: mockServices.auth(),
    permissions: mockServices.permissions.mock({
      authorize: async requests =>
        requests.map(({ permission }) => ({
          // Of a permission that is about no resource a policy says yes or no.
          result:
            policy(permission).result === AuthorizeResult.DENY
              ? AuthorizeResult.DENY
              : AuthorizeResult.ALLOW,
        })),
      authorizeConditional: async requests =>
        requests.map(({ permission }) => policy(permission)),
    }),
    ruleset: operationsAccess().ruleset,
    userInfo: mockServices.userInfo.mock({
      getUserInfo: async ({ principal }) => {
        const { userEntityRef } = principal as { userEntityRef: string };
        return {
          userEntityRef,
          ownershipEntityRefs: [
            userEntityRef,
            ...(owned.get(userEntityRef) ?? []),
          ],
        };
      },
    }),
    signals: { publish: async () => {} },
    notifications: { send: async message => void told.push(message) },
    auditor: mockServices.auditor.mock({
      createEvent: async event => ({
        success: async more => audit('success', event, more),
        fail: async more => audit('fail', event, more),
      }),
    }),
    logger: mockServices.logger.mock(),
    notices: async () => [],
  });
  await delivery.start();
  const app = express();
  app.use(
    createRouter({
      delivery: delivery.service,
      operations: delivery.operations,
      evidence: delivery.evidence,
      versionRules: delivery.versionRules,
      httpAuth: mockServices.httpAuth(),
      webhooks: delivery.receiver.handler,
      validateResponses: true,
    }),
  );
  app.use(mockErrorHandler());
  const personOf = (authorization: string): Person => ({
    get: path => request(app).get(path).set({ authorization }),
    post: (path, body) =>
      request(app).post(path).set({ authorization }).send(body),
  });
  const someone = personOf(mockCredentials.user.header());
  await eventually(async () => {
    expect(await knex('links').select()).toHaveLength(options.links);
    expect(await knex('dirty_pages').select()).toHaveLength(0);
    expect(await knex('pages').select()).toHaveLength(
      1 + (options.others?.length ?? 0),
    );
    const { body } = await someone.get('/sources');
    expect(body.sources).toMatchObject([{ state: 'fresh' }]);
  });
  return {
    knex,
    audit,
    told,
    as(user, owns) {
      const ref = `user:default/${user}`;
      if (owns) {
        owned.set(ref, owns);
      }
      return personOf(mockCredentials.user.header(ref));
    },
    asService: subject =>
      personOf(
        mockCredentials.service.header({
          onBehalfOf: mockCredentials.service(subject),
          targetPluginId: 'test',
        }),
      ),
    stop: () => delivery.stop(),
  };
}

/** Waits until an operation is in a state. */
export async function untilState(
  who: Person,
  id: string,
  wanted: OperationView['state'],
): Promise<OperationView> {
  let seen: OperationView | undefined;
  await eventually(async () => {
    seen = (await who.get(`/operations/${id}`)).body;
    expect(seen?.state).toBe(wanted);
  });
  return seen!;
}
