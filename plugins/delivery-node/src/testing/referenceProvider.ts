import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import {
  SourceFailure,
  type DeliverySource,
  type Observation,
  type TargetItem,
} from '../contract';
import { UpstreamClient } from '../http';
import type { ProviderHarness } from './harness';
import {
  createReferenceOperator,
  type OperatorBreach,
} from './referenceOperator';
import { startFaultyUpstream } from './startFaultyUpstream';

const TOKEN = 'reference-credential-0123456789';
const PAGE = 50;

/** Ways to break the contract, one by one, to see that the kit notices. */
export type Breach =
  | OperatorBreach
  | 'forgetsPages'
  | 'listsBrokenOff'
  | 'neverRemoves'
  | 'ticks'
  | 'countsRequests'
  | 'failsOnMalformed'
  | 'ignoresAbort'
  | 'tellsToken'
  | 'logsToken'
  | 'bigBatches'
  | 'sameKeys'
  | 'unknownField'
  | 'plainErrors'
  | 'emptiesOnHint';

const Thing = z.object({ name: z.string(), revision: z.string() });
const Page = z.object({ things: z.array(z.unknown()), more: z.boolean() });

/** The smallest provider that keeps the contract, or breaks it in one way. */
export async function createReferenceHarness(
  breach?: Breach,
): Promise<ProviderHarness> {
  const things = new Map<string, unknown>();
  const restarts = new Map<string, string[]>();
  const paths: string[] = [];
  let added = 0;
  const upstream = await startFaultyUpstream((request, response) => {
    if (request.headers.authorization !== `Bearer ${TOKEN}`) {
      response.writeHead(401).end();
      return;
    }
    paths.push(request.url ?? '');
    const [, , name, part] = (request.url ?? '').split('/');
    if (part === 'restarts') {
      serveRestarts(request, response, restarts, decodeURIComponent(name));
      return;
    }
    const from = Number(
      new URL(request.url ?? '/', 'http://x').searchParams.get('from'),
    );
    const page = [...things.values()].slice(from, from + PAGE);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({ things: page, more: from + PAGE < things.size }),
    );
  });

  return {
    createSource: () => createSource(upstream.url, breach),
    interests: () => ({
      version: '1',
      repositories: [],
      images: [],
      pipelines: [],
    }),
    upstream: {
      async add(count) {
        return Array.from({ length: count }, () => {
          added += 1;
          const name = `thing-${added}`;
          things.set(name, { name, revision: 'one' });
          return { kind: 'target' as const, key: name };
        });
      },
      async update({ key }) {
        things.set(key, { name: key, revision: 'two' });
      },
      async remove({ key }) {
        things.delete(key);
      },
      async malform({ key }) {
        things.set(key, { name: key, revision: 7 });
      },
      misbehave: upstream.misbehave,
      recover: upstream.recover,
      secrets: [TOKEN],
      pageSize: PAGE,
    },
    operate: {
      async subject() {
        added += 1;
        const name = `thing-${added}`;
        restarts.set(name, []);
        return { kind: 'target', target: targetOf({ name, revision: 'one' }) };
      },
      effects: () => [...restarts.values()].flat().length,
      paths: () => paths,
    },
    close: upstream.close,
  };
}

function serveRestarts(
  request: IncomingMessage,
  response: ServerResponse,
  restarts: Map<string, string[]>,
  name: string,
) {
  const tokens = restarts.get(name);
  let token = '';
  request.on('data', chunk => {
    token += chunk;
  });
  request.on('end', () => {
    if (request.method === 'POST') {
      tokens?.push(token);
    }
    const type = { 'content-type': 'application/json' };
    response.writeHead(tokens ? 200 : 404, type);
    response.end(JSON.stringify({ tokens: tokens ?? [] }));
  });
}

function createSource(url: string, breach?: Breach): DeliverySource {
  return {
    id: 'reference:one',
    system: 'reference',
    title: 'Reference',
    strategy: 'poll',
    pollMs: 1_000,
    maxSilenceMs: 1_000,
    observes: [],
    operators: [createReferenceOperator(url, TOKEN, breach)],
    async *observe({ signal, countCall, logger, reason }) {
      const client = new UpstreamClient({
        baseUrl: url,
        headers: () => ({ authorization: `Bearer ${TOKEN}` }),
        onCall: countCall,
      });
      const scope = 'things';
      if (breach === 'logsToken') {
        logger.debug('calling', { token: TOKEN });
      }
      if (breach !== 'neverRemoves') {
        yield { type: 'listing', scope };
      }
      if (breach === 'emptiesOnHint' && reason === 'hint') {
        yield { type: 'listed', scope };
        return;
      }
      let from = 0;
      let more = true;
      try {
        while (more) {
          const page = Page.safeParse(
            await client.json({
              path: ['things'],
              query: { from },
              signal:
                breach === 'ignoresAbort'
                  ? new AbortController().signal
                  : signal,
              deadlineMs: breach === 'ignoresAbort' ? 60_000 : 800,
            }),
          );
          if (!page.success) {
            throw new SourceFailure('protocol', 'The answer is no page');
          }
          yield* pageOf(page.data.things, scope, breach);
          from += PAGE;
          more = page.data.more && breach !== 'forgetsPages';
        }
      } catch (error) {
        if (breach === 'plainErrors') {
          throw new TypeError('something is undefined');
        }
        if (breach === 'tellsToken') {
          throw new SourceFailure('unreachable', `with ${TOKEN}: ${error}`);
        }
        if (breach !== 'listsBrokenOff') {
          throw error;
        }
      }
      if (breach === 'neverRemoves') {
        yield { type: 'listing', scope: 'nothing' };
        yield { type: 'listed', scope: 'nothing' };
      } else {
        yield { type: 'listed', scope };
      }
    },
  };
}

let requests = 0;

function* pageOf(
  things: unknown[],
  scope: string,
  breach?: Breach,
): Generator<Observation> {
  const items: TargetItem[] = [];
  requests += 1;
  for (const thing of things) {
    const parsed = Thing.safeParse(thing);
    if (parsed.success) {
      items.push(targetOf(parsed.data, breach));
    } else if (breach === 'failsOnMalformed') {
      throw new SourceFailure('protocol', 'A thing is malformed');
    } else {
      const { name } = thing as { name: string };
      yield {
        type: 'malformed',
        scope,
        item: { kind: 'target', key: name, description: `Thing ${name}` },
        reason: 'its revision is no text',
      };
    }
  }
  const copies = breach === 'bigBatches' ? 100 : 1;
  yield {
    type: 'observed',
    scope,
    items: Array.from({ length: copies }, () => items).flat(),
  };
}

function targetOf(thing: z.infer<typeof Thing>, breach?: Breach): TargetItem {
  return {
    kind: 'target',
    key: breach === 'sameKeys' ? 'thing' : thing.name,
    type: 'application',
    resource: 'Thing',
    name: thing.name,
    labels: breach === 'countsRequests' ? { seen: String(requests) } : {},
    desired: [{ url: 'https://git.example.test/a', revision: thing.revision }],
    sync: { status: 'synced', raw: 'yes' },
    health:
      breach === 'ticks'
        ? { status: 'healthy', reason: `as of ${performance.now()}` }
        : { status: 'healthy' },
    images: [],
    imagesAre: 'running',
    ...(breach === 'unknownField' ? { mood: 'good' } : {}),
  };
}
