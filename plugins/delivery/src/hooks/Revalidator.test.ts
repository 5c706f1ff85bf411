import { Revalidator } from './Revalidator';

function deferred() {
  let resolve = () => {};
  let reject = (_: Error) => {};
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

const settle = () => new Promise(resolve => setTimeout(resolve, 0));

describe('Revalidator', () => {
  it('asks once more after signals that came during a question', async () => {
    const answers = [deferred(), deferred()];
    const refresh = jest
      .fn<Promise<void>, []>()
      .mockReturnValueOnce(answers[0].promise)
      .mockReturnValueOnce(answers[1].promise);
    const revalidator = new Revalidator(refresh);

    revalidator.trigger();
    revalidator.trigger();
    revalidator.trigger();
    expect(refresh).toHaveBeenCalledTimes(1);

    answers[0].resolve();
    await settle();
    expect(refresh).toHaveBeenCalledTimes(2);

    answers[1].resolve();
    await settle();
    expect(refresh).toHaveBeenCalledTimes(2);
  });

  it('goes on after a question that failed', async () => {
    const failing = deferred();
    const refresh = jest
      .fn<Promise<void>, []>()
      .mockReturnValueOnce(failing.promise)
      .mockResolvedValue(undefined);
    const revalidator = new Revalidator(refresh);
    revalidator.trigger();
    failing.reject(new Error('gone'));
    await settle();
    revalidator.trigger();
    expect(refresh).toHaveBeenCalledTimes(2);
  });

  it('asks no more once stopped', async () => {
    const refresh = jest.fn().mockResolvedValue(undefined);
    const revalidator = new Revalidator(refresh);
    revalidator.stop();
    revalidator.trigger();
    expect(refresh).not.toHaveBeenCalled();
  });
});
