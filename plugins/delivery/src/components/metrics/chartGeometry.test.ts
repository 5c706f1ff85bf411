import fc from 'fast-check';
import { chartGeometry } from './chartGeometry';

const box = { width: 100, height: 50, from: 0, to: 100 };

it('begins the scale at zero', () => {
  expect(
    chartGeometry(
      {
        points: [
          [0, 100],
          [100, 50],
        ],
      },
      box,
    ),
  ).toEqual({ lines: ['M0.0 0.0L100.0 25.0'], min: 50, max: 100, now: 50 });
});

it('breaks the line where there was nothing', () => {
  const { lines } = chartGeometry(
    {
      points: [
        [0, 1],
        [10, 1],
        [20, null],
        [30, 1],
      ],
    },
    box,
  )!;
  expect(lines).toHaveLength(2);
});

it('has no chart without a value', () => {
  expect(chartGeometry({ points: [] }, box)).toBeUndefined();
  expect(chartGeometry({ points: [[1, null]] }, box)).toBeUndefined();
});

it('draws no number that is none, whatever comes', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.integer({ min: 0, max: 100 }),
          fc.oneof(fc.double(), fc.constant(null)),
        ),
      ),
      points => {
        const drawn = chartGeometry({ points }, box);
        expect(drawn?.lines.join() ?? '').not.toMatch(/NaN|Infinity/);
      },
    ),
  );
});
