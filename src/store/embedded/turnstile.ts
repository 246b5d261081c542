/** Lets one holder in at a time, in the order of asking. */
export class Turnstile {
  private last: Promise<void> = Promise.resolve();

  /** Resolves when it is the caller's turn; what it resolves to ends the turn. */
  async enter(): Promise<() => void> {
    let leave = (): void => {};
    const before = this.last;
    this.last = new Promise((resolve) => {
      leave = resolve;
    });
    await before;
    return leave;
  }
}
