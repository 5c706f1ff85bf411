import { z } from 'zod';

const Car = z.object({
  merge_request: z.object({ iid: z.number().int().min(1) }),
  target_branch: z.string().nullish(),
  status: z.string().nullish(),
});

/** Where a merge request waits in its train. */
export interface TrainPlace {
  position: number;
  /** GitLab's own word. */
  state: string;
}

/**
 * The places in the merge trains of a project, by merge request; each target branch has a train of its own.
 *
 * @param cars - in the order in which they joined
 */
export function readTrain(cars: readonly unknown[]): Map<number, TrainPlace> {
  const places = new Map<number, TrainPlace>();
  const lengths = new Map<string, number>();
  for (const car of cars) {
    const { data } = Car.safeParse(car);
    if (data) {
      const branch = data.target_branch ?? '';
      const position = (lengths.get(branch) ?? 0) + 1;
      lengths.set(branch, position);
      places.set(data.merge_request.iid, {
        position,
        state: (data.status || 'unknown').slice(0, 60),
      });
    }
  }
  return places;
}
