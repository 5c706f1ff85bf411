import { Gate } from './Gate';

const never = new AbortController().signal;
const soon = () => new Promise(resolve => setImmediate(resolve));

describe('Gate', () => {
  it('lets so many in, and the next when one leaves', async () => {
    const gate = new Gate(1, 60_000);
    const leave = await gate.enter(never);
    let entered = false;
    const second = gate.enter(never).then(leaveSecond => {
      entered = true;
      return leaveSecond;
    });
    await soon();
    expect(entered).toBe(false);
    leave();
    leave();
    (await second)();
    await gate.enter(never);
    expect(entered).toBe(true);
  });

  it('lets one in that waited for long, as another may hang', async () => {
    const gate = new Gate(1, 1);
    await gate.enter(never);
    expect(await gate.enter(never)).toBeDefined();
  });

  it('lets go of one that is aborted', async () => {
    const gate = new Gate(1, 60_000);
    await gate.enter(never);
    const stop = new AbortController();
    const waiting = gate.enter(stop.signal);
    stop.abort();
    expect(await waiting).toBeDefined();
  });
});
