import { Agenda } from './Agenda';

describe('Agenda', () => {
  let now = 0;
  const agenda = (pollMs = 60_000) => new Agenda(pollMs, () => now);

  beforeEach(() => {
    now = 0;
  });

  it('begins at once and goes on from start to start', () => {
    const own = agenda();
    expect(own.wait()).toBe(0);
    const first = own.take();
    expect(first.reason).toBe('start');
    now = 10_000;
    first.done();
    expect(own.wait()).toBe(50_000);
    now = 60_000;
    expect(own.take().reason).toBe('scheduled');
  });

  it('answers hints that come together by one pass', () => {
    const own = agenda();
    own.take().done();
    own.hint({ subject: 'a' });
    now += 50;
    own.hint({ subject: 'b' });
    own.hint({ subject: 'a' });
    expect(own.wait()).toBe(50);
    now += 50;
    expect(own.take()).toMatchObject({
      reason: 'hint',
      hints: [{ subject: 'a' }, { subject: 'b' }],
    });
    expect(own.wait()).toBeGreaterThan(50_000);
  });

  it('keeps hints and interests of a pass that failed', () => {
    const own = agenda();
    own.take().done();
    own.hint({ subject: 'a' });
    own.interestsChanged();
    now += 1000;
    own.take().failed();
    now += 100;
    const interests = own.take();
    expect(interests.reason).toBe('interests');
    interests.failed();
    own.take().done();
    expect(own.take().hints).toEqual([{ subject: 'a' }]);
    expect(own.wait()).toBeGreaterThan(0);
  });

  it('answers neither hints that go on coming before their time, nor changed interests never', () => {
    const own = agenda();
    own.take().done();
    own.interestsChanged();
    const passes: [number, string][] = [];
    for (; now < 1500; now += 10) {
      own.hint({ subject: `${now % 7}` });
      while (own.wait() === 0) {
        const { reason, done } = own.take();
        passes.push([now, reason]);
        done();
      }
    }
    expect(passes.filter(([, reason]) => reason === 'interests')).toEqual([
      [1000, 'interests'],
    ]);
    const hinted = passes
      .filter(([, reason]) => reason === 'hint')
      .map(([at]) => at);
    expect(hinted.length).toBeGreaterThan(10);
    hinted
      .slice(1)
      .forEach((at, index) =>
        expect(at - hinted[index]).toBeGreaterThanOrEqual(100),
      );
  });

  it('lets a whole pass answer all that came before it, and nothing that comes during it', () => {
    const own = agenda();
    own.take().done();
    own.hint({ subject: 'a' });
    own.interestsChanged();
    now = 60_000;
    const whole = own.take();
    expect(whole.reason).toBe('scheduled');
    own.hint({ subject: 'b' });
    whole.done();
    now += 100;
    expect(own.take().hints).toEqual([{ subject: 'b' }]);
    expect(own.wait()).toBeGreaterThan(0);
  });

  it('makes a whole pass of more hints than it keeps', () => {
    const own = agenda();
    own.take().done();
    for (let index = 0; index < 501; index++) {
      own.hint({ subject: `${index}` });
    }
    expect(own.take().reason).toBe('scheduled');
  });

  describe('a whole pass that takes long', () => {
    it('makes way for hints after a second, and goes on after them', () => {
      const own = agenda();
      const whole = own.take();
      own.hint({ subject: 'a' });
      expect(whole.makesWayIn()).toBe(1000);
      now = 1000;
      expect(whole.makesWayIn()).toBe(0);
      whole.interrupted();
      expect(own.wait()).toBe(0);
      const hinted = own.take();
      expect(hinted).toMatchObject({
        reason: 'hint',
        hints: [{ subject: 'a' }],
      });
      hinted.done();
      expect(own.wait()).toBe(0);
      expect(own.take()).toMatchObject({ reason: 'start', resumes: true });
    });

    it('makes way for nothing but hints', () => {
      const own = agenda();
      const whole = own.take();
      own.interestsChanged();
      now = 5000;
      expect(whole.makesWayIn()).toBe(Infinity);
      whole.done();
      const interests = own.take();
      expect(interests.reason).toBe('interests');
      own.hint({ subject: 'a' });
      expect(interests.makesWayIn()).toBe(1000);
    });

    it('is not starved: it makes way every ten seconds at most, and three times', () => {
      const own = agenda();
      for (let time = 0; time < 3; time++) {
        const whole = own.take();
        expect(whole.resumes).toBe(time > 0);
        own.hint({ subject: 'a' });
        expect(whole.makesWayIn()).toBe(time === 0 ? 1000 : 10_000);
        now += whole.makesWayIn();
        whole.interrupted();
        own.take().done();
      }
      const last = own.take();
      own.hint({ subject: 'a' });
      expect(last.makesWayIn()).toBe(Infinity);
      last.done();
      now += 60_000;
      const next = own.take();
      expect(next).toMatchObject({ reason: 'scheduled', resumes: false });
      own.hint({ subject: 'a' });
      expect(next.makesWayIn()).toBe(1000);
    });

    it('keeps the interests that it was for', () => {
      const own = agenda();
      own.take().done();
      own.interestsChanged();
      now = 1000;
      const pass = own.take();
      expect(pass.reason).toBe('interests');
      own.hint({ subject: 'a' });
      now = 2000;
      pass.interrupted();
      expect(own.take().reason).toBe('hint');
      expect(own.take()).toMatchObject({ reason: 'interests', resumes: true });
    });
  });
});
