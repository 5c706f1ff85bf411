import { itemSchemas } from '../itemSchemas';
import type { FuzzSubject } from './FuzzSubject';
import { greenClaims } from './greenClaims';
import { varyJson } from './varyJson';

/** What is shown of a payload at most, in characters. */
const SHOWN = 6_000;
/** Every so often a payload is read twice, as the same must be told the same each time. */
const TWICE_EVERY = 10;

/** Varies payloads and finds what is wrong with what a module makes of them. */
export class FuzzRun {
  /** How many variations gave items. */
  told = 0;
  /** How many good things were said, with right. */
  green = 0;
  #count = 0;

  constructor(
    private readonly subjects: readonly FuzzSubject[],
    private readonly random: () => number,
  ) {}

  /** @throws an error that shows the payload, where something is wrong with it */
  async next(): Promise<void> {
    const turn = this.#count;
    this.#count += 1;
    const subject = this.subjects[turn % this.subjects.length];
    const round = Math.floor(turn / this.subjects.length);
    const payload = varyJson(
      subject.payloads[round % subject.payloads.length],
      this.random,
      subject.words,
    );
    await this.judge(subject, payload, round % TWICE_EVERY === 0);
  }

  /** @throws an error that shows the payload, where something is wrong with it */
  async judge(
    subject: FuzzSubject,
    payload: unknown,
    twice: boolean,
  ): Promise<void> {
    const wrong = (what: string, cause?: unknown) =>
      new Error(
        `${subject.name}: ${what}, of ${JSON.stringify(payload)?.slice(
          0,
          SHOWN,
        )}`,
        { cause },
      );
    let items;
    try {
      items = await subject.read(payload);
    } catch (error) {
      if (subject.refuses?.(error)) {
        return;
      }
      throw wrong(`it crashes: ${(error as Error)?.stack ?? error}`, error);
    }
    this.told += items.length > 0 ? 1 : 0;
    for (const item of items) {
      const { error } = itemSchemas[item.kind].safeParse(item);
      if (error) {
        throw wrong(`a ${item.kind} breaks the contract: ${error.message}`);
      }
      for (const claim of greenClaims(item)) {
        if (!isSaid(subject, claim, payload)) {
          const { of, name = '' } = claim;
          throw wrong(
            `${item.kind} ${item.key} is greener than it says (${of} ${name})`,
          );
        }
        this.green += 1;
      }
    }
    if (
      twice &&
      JSON.stringify(await subject.read(payload)) !== JSON.stringify(items)
    ) {
      throw wrong('it is told otherwise the second time');
    }
  }
}

function isSaid(
  subject: FuzzSubject,
  ...asked: Parameters<FuzzSubject['says']>
): boolean {
  try {
    return subject.says(...asked);
  } catch {
    // What has another shape says nothing.
    return false;
  }
}
