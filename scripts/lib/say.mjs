/** Tells a person at the terminal what happens. */
export function say(text) {
  process.stdout.write(`${text}\n`);
}

/** Ends the program with what went wrong and what to do. */
export function giveUp(problem, mend) {
  process.stderr.write(`\n✖ ${problem}\n${mend ? `  ${mend}\n` : ''}`);
  process.exit(1);
}
