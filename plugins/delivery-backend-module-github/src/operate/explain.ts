import type { WriteCall } from '../api/WriteClient';
import { NO_TRIGGER } from './parseWorkflow';
import { pathOf, type WorkflowPlace } from './WorkflowPlace';

type Explain = NonNullable<WriteCall['explain']>;

/** An older GitHub Enterprise Server does not know the key that asks for the run. */
export const KNOWS_NO_DETAILS = /return_run_details/;

const DISABLED = /disabled workflow/i;

/** What it means where a workflow is not run. What is known is said in our words, with GitHub's own behind them. */
export function explainDispatch(place: WorkflowPlace, ref: string): Explain {
  const path = pathOf(place);
  return ({ status, message }) => {
    if (status === 404) {
      return `GitHub does not know the workflow ${path}, as it must be on the default branch as well; or the App or token lacks the permission 'actions: write'`;
    }
    const isOfIt =
      status === 422 ||
      status === 400 ||
      (status === 403 && DISABLED.test(message));
    if (!isOfIt) {
      return undefined;
    }
    const known: [RegExp, string][] = [
      [/no ref found/i, `there is no branch or tag '${ref.slice(0, 100)}'`],
      [/workflow_dispatch' trigger/i, `of ${path}, ${NO_TRIGGER}`],
      [DISABLED, `${path} is disabled: enable it on its page at GitHub`],
      [/unexpected inputs/i, `${path} does not ask for that there`],
      [/required input/i, `${path} asks for more`],
      [/list of allowed values/i, `${path} does not take that value`],
    ];
    const words = known.find(([pattern]) => pattern.test(message))?.[1];
    return withTheirs(words ?? `${path} was not run`, message);
  };
}

/** What it means where a run is not started again: GitHub answers 403 to that as well as to a right that is missing. */
export const explainRerun: Explain = ({ status, message }) => {
  if (status !== 403 && status !== 409 && status !== 422) {
    return undefined;
  }
  const known: [RegExp, string][] = [
    [/already running/i, 'it is running already'],
    [
      /over a month|too old/i,
      'it is too old: GitHub starts no run again after 30 days',
    ],
    [/no failed jobs/i, 'none of its jobs has failed'],
    [
      /cannot be (retried|re-?run)|unable to (retry|re-?run)/i,
      'GitHub does not start this run again: it may be under way, older than 30 days, or its workflow broken',
    ],
  ];
  const words = known.find(([pattern]) => pattern.test(message))?.[1];
  if (words !== undefined) {
    return withTheirs(words, message);
  }
  return status === 403
    ? undefined
    : withTheirs('it was not started again', message);
};

/** What it means where a run is not cancelled. */
export const explainCancel: Explain = ({ status, message }) => {
  if (status !== 409 && status !== 422) {
    return undefined;
  }
  return withTheirs(
    /completed/i.test(message)
      ? 'it has ended already'
      : 'it was not cancelled',
    message,
  );
};

function withTheirs(words: string, message: string): string {
  return message ? `${words} (${message})` : words;
}
