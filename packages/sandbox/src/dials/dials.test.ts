import { json } from 'express';
import { listen, Listener } from '../listen';
import { dialMiddleware } from './dialMiddleware';
import { dialRoutes } from './dialRoutes';
import { Dials } from './Dials';
import { statRoutes } from './statRoutes';

describe('dials', () => {
  let listener: Listener;
  let control: Listener;
  const turn = (values: unknown, name = 'forge') =>
    fetch(`${control.url}/dials/${name}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(values),
    });
  const ask = () => fetch(`${listener.url}/`);

  beforeEach(async () => {
    const dials = new Dials();
    listener = await listen(0, 'a test');
    listener.app.use(json(), dialMiddleware(dials, 'forge'));
    listener.app.get('/', (_req, res) => {
      res.json({ items: Array.from({ length: 8 }, (_, id) => ({ id })) });
    });
    control = await listen(0, 'a test');
    control.app.use('/dials', dialRoutes(dials));
    control.app.use('/stats', statRoutes(dials));
  });

  afterEach(() => Promise.all([listener.close(), control.close()]));

  it('changes nothing at first, and heals', async () => {
    await turn({ html: true });
    await turn({});
    expect((await (await ask()).json()).items).toHaveLength(8);
  });

  it('counts what it was asked, refused requests included', async () => {
    await ask();
    await turn({ refuse: true });
    await ask().catch(() => undefined);
    const stats = await (await fetch(`${control.url}/stats`)).json();
    expect(stats.requests).toEqual({ forge: 2 });
  });

  it('fails the share of requests that it is told', async () => {
    await turn({ errorRate: 0.5 });
    const statuses = [];
    for (let i = 0; i < 6; i++) statuses.push((await ask()).status);
    expect(statuses.filter(status => status === 500)).toHaveLength(3);
  });

  it('closes connections, answers HTML, half of a JSON, or one too many', async () => {
    await turn({ refuse: true });
    await expect(ask()).rejects.toThrow();
    await turn({ html: true });
    expect(await (await ask()).text()).toMatch(/^<!doctype html>/);
    await turn({ halfJson: true });
    const half = await (await ask()).text();
    expect(half).toMatch(/^\{"items":\[/);
    expect(() => JSON.parse(half)).toThrow();
    await turn({ rateLimit: true });
    const limited = await ask();
    expect(limited.status).toBe(429);
    expect(limited.headers.get('retry-after')).toBe('60');
  });

  it('hangs until the client has had enough', async () => {
    await turn({ hang: true });
    await expect(
      fetch(listener.url, { signal: AbortSignal.timeout(100) }),
    ).rejects.toThrow(/timeout|aborted/);
  });

  it('cuts a stream that is under way', async () => {
    listener.app.get('/stream', (_req, res) => {
      res.write('first\n');
    });
    const reader = (await fetch(`${listener.url}/stream`)).body!.getReader();
    await reader.read();
    const cut = reader.read().then(
      () => 'more',
      () => 'cut',
    );
    await turn({ refuse: true });
    expect(await cut).toBe('cut');
  });

  it('breaks items and leaves the others alone', async () => {
    await turn({ malformed: 0.5 });
    const { items } = await (await ask()).json();
    expect(items).toHaveLength(8);
    expect(
      items.filter(
        (item: any, id: number) =>
          item?.id === id && Object.keys(item).length === 1,
      ),
    ).toHaveLength(4);
  });

  it('refuses what it does not know, and says what there is', async () => {
    const unknown = await turn({}, 'fridge');
    expect(unknown.status).toBe(404);
    expect((await unknown.json()).message).toMatch(/There are: forge/);
    const wrong = await turn({ latencyMs: -1 });
    expect(wrong.status).toBe(400);
    expect((await wrong.json()).message).toMatch(/latencyMs/);
  });
});
