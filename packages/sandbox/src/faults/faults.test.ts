import { listen, Listener } from '../listen';
import { FaultSpec } from '../world/Scenario';
import { services } from '../world/services';
import { faultRoutes } from './faultRoutes';
import { Faults } from './Faults';

const initial: FaultSpec[] = [
  {
    cluster: 'prod-eu',
    namespace: 'storefront-eu-west',
    workload: 'storefront',
    fault: 'crashLoop',
  },
];

describe('what is wrong with services', () => {
  let control: Listener;
  let applied: FaultSpec[] | undefined;
  const ask = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${control.url}/faults${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    return { status: response.status, json: await response.json() };
  };

  beforeEach(async () => {
    applied = undefined;
    control = await listen(0, 'a test');
    const faults = new Faults(services, initial, given => {
      applied = given;
    });
    control.app.use('/faults', faultRoutes(faults));
  });

  afterEach(() => control.close());

  it('tells what is wrong from the start, which can be mended and broken again', async () => {
    const { json } = await ask('GET', '');
    expect(json).toEqual({
      'storefront-eu-west': {
        service: 'storefront',
        fault: 'crashLoop',
        environment: 'production',
        region: 'eu-west',
      },
    });
    await ask('DELETE', '/storefront-eu-west');
    expect(applied).toEqual([]);
    await ask('PUT', '/storefront-eu-west', json['storefront-eu-west']);
    expect(applied).toEqual(initial);
  });

  it('breaks one version in the places that are named, beside what else is wrong', async () => {
    const { status } = await ask('PUT', '/mine', {
      service: 'storefront',
      fault: 'crashLoop',
      version: '4.20.7',
      cluster: 'prod-us',
    });
    expect(status).toBe(200);
    expect(applied).toEqual([
      ...initial,
      ...['storefront-us-east', 'storefront-us-west'].map(namespace => ({
        cluster: 'prod-us',
        namespace,
        workload: 'storefront',
        fault: 'crashLoop',
        version: '4.20.7',
      })),
    ]);
  });

  it.each([
    [400, { service: 'storefront', fault: 'fire' }, /fault/],
    [400, { service: 'storefront', fault: 'crashLoop', where: 1 }, /where/],
    [404, { service: 'shop', fault: 'crashLoop' }, /does not run/],
    [
      404,
      { service: 'checkout', fault: 'crashLoop', region: 'mars' },
      /does not run/,
    ],
  ])('refuses what it does not know with %d', async (code, body, message) => {
    const { status, json } = await ask('PUT', '/mine', body);
    expect(status).toBe(code);
    expect(json.message).toMatch(message);
    expect(applied).toBeUndefined();
  });
});
