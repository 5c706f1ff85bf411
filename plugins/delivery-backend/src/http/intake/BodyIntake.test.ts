import { AuthenticationError } from '@backstage/errors';
import express from 'express';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { eventually } from '../../__testUtils__/eventually';
import { BodyBudget } from './BodyBudget';
import { BodyIntake, type BodyIntakeOptions } from './BodyIntake';
import { RejectionBuckets } from './RejectionBuckets';

type Judge = (body: Buffer) => Promise<void>;

/** A server that takes bodies, and connections to it whose every byte the test decides on. */
async function setUp(options: BodyIntakeOptions, judge: Judge) {
  const intake = new BodyIntake(options);
  const app = express();
  app.post('/', (req, res) => {
    intake.take(req, judge).then(
      () => res.status(202).end(),
      error => res.status(error.statusCode ?? 401).end(),
    );
  });
  const server: Server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sockets: Socket[] = [];
  return {
    open(headers: string, body: string | Buffer = '') {
      const socket = connect((server.address() as AddressInfo).port);
      sockets.push(socket);
      const answer = { status: 0, ended: false };
      socket.on('data', data => {
        answer.status ||= Number(/^HTTP\/1.1 (\d+)/.exec(`${data}`)?.[1]);
      });
      socket.on('error', () => {});
      socket.on('close', () => {
        answer.ended = true;
      });
      socket.write(`POST / HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n`);
      socket.write(body);
      return {
        socket,
        answer,
        status: () =>
          eventually(() => {
            expect(answer.status).not.toBe(0);
            return answer.status;
          }),
      };
    },
    async close() {
      sockets.forEach(socket => socket.destroy());
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

describe('BodyIntake', () => {
  let world: Awaited<ReturnType<typeof setUp>>;
  let bodies: string[];
  const keep: Judge = async body => {
    bodies.push(body.toString());
  };

  beforeEach(() => {
    bodies = [];
  });

  afterEach(() => world.close());

  it('hands over the bytes as they came, counted or in chunks', async () => {
    world = await setUp({}, keep);
    const counted = world.open('Content-Length: 6', '{"a": ');
    expect(await counted.status()).toBe(202);
    const chunked = world.open(
      'Transfer-Encoding: chunked',
      '3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n',
    );
    expect(await chunked.status()).toBe(202);
    const none = world.open('Content-Length: 0');
    expect(await none.status()).toBe(202);
    expect(bodies).toEqual(['{"a": ', 'abcde', '']);
  });

  it('refuses by the length that is announced, before anything is sent', async () => {
    world = await setUp({ limit: 10 }, keep);
    expect(await world.open('Content-Length: 11').status()).toBe(413);
    expect(bodies).toEqual([]);
  });

  it('refuses chunks as soon as they are too many', async () => {
    world = await setUp({ limit: 10 }, keep);
    const sent = world.open(
      'Transfer-Encoding: chunked',
      'b\r\n0123456789a\r\n',
    );
    expect(await sent.status()).toBe(413);
    expect(bodies).toEqual([]);
  });

  it('refuses compressed bodies, of which nobody knows how large they become', async () => {
    world = await setUp({}, keep);
    const sent = world.open('Content-Encoding: gzip\r\nContent-Length: 1', 'x');
    expect(await sent.status()).toBe(415);
  });

  it('takes no more at a time than it has room for, and others once there is room', async () => {
    world = await setUp(
      { budget: new BodyBudget({ bodies: 4, bytes: 1000 }) },
      keep,
    );
    const slow = [1, 2].map(() => world.open('Content-Length: 2', 'a'));
    await eventually(async () => {
      const third = world.open('Content-Length: 1', 'x');
      expect(await third.status()).toBe(503);
    });
    slow.forEach(each => each.socket.write('b'));
    for (const each of slow) {
      expect(await each.status()).toBe(202);
    }
    expect(await world.open('Content-Length: 1', 'x').status()).toBe(202);
  });

  it('gives back the room of a body that breaks off', async () => {
    world = await setUp(
      { budget: new BodyBudget({ bodies: 2, bytes: 1000 }) },
      keep,
    );
    const broken = world.open('Content-Length: 2', 'a');
    await eventually(async () => {
      expect(await world.open('Content-Length: 1', 'x').status()).toBe(503);
    });
    broken.socket.destroy();
    await eventually(async () => {
      expect(await world.open('Content-Length: 1', 'x').status()).toBe(202);
    });
  });

  it('ends the connection of a sender that drips', async () => {
    world = await setUp({ timeoutMs: 100 }, keep);
    const slow = world.open('Content-Length: 100', 'a');
    const drip = setInterval(() => slow.socket.write('a'), 20);
    try {
      await eventually(() => expect(slow.answer.ended).toBe(true));
    } finally {
      clearInterval(drip);
    }
    expect(bodies).toEqual([]);
  });

  it('bears some refused deliveries, and then reads no more of the sender', async () => {
    const clock = { now: 0 };
    const judged: string[] = [];
    world = await setUp(
      {
        buckets: new RejectionBuckets({
          burst: 2,
          refillMs: 1000,
          senders: 10,
          now: () => clock.now,
        }),
      },
      async body => {
        judged.push(body.toString());
        if (body.toString() === 'forged') {
          throw new AuthenticationError('the signature is wrong');
        }
      },
    );
    const send = (body: string) =>
      world.open(`Content-Length: ${body.length}`, body).status();
    for (const _ of [1, 2, 3, 4]) {
      expect(await send('genuine')).toBe(202);
    }
    expect(await send('forged')).toBe(401);
    expect(await send('forged')).toBe(401);
    expect(await send('forged')).toBe(429);
    expect(await send('genuine')).toBe(429);
    expect(judged.filter(body => body === 'forged')).toHaveLength(2);
    clock.now += 1000;
    expect(await send('genuine')).toBe(202);
  });
});
