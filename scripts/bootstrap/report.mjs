/** What the bootstrap tells people. */

/** Something that a person must put right; each language gets what is wrong, where, and what to do. */
export class Problem extends Error {
  constructor(english, japanese) {
    super(english[0]);
    this.english = english;
    this.japanese = japanese;
  }

  text() {
    const [what, where, todo] = this.english;
    const [whatJa, whereJa, todoJa] = this.japanese;
    return `mimamori: ${what}\n  where: ${where}\n  to do: ${todo}\nmimamori: ${whatJa}\n  場所: ${whereJa}\n  対処: ${todoJa}\n`;
  }
}

/** Progress goes to stderr: stdout belongs to the program that runs. */
export function say(line) {
  process.stderr.write(`mimamori: ${line}\n`);
}

/** Counts whole seconds from now on. */
export function elapsed() {
  const start = process.hrtime.bigint();
  return () => Number((process.hrtime.bigint() - start) / 1_000_000_000n);
}
