import type { Subject, View } from '../dissector.ts';

/**
 * A state for each of the two who speak in a stream. They are told apart by address and port, since View.side may turn
 * round while it is still being found out who opened the stream.
 */
export class Speakers<T> {
  private readonly first: T;
  private second: T | undefined;
  private readonly open: () => T;
  private sender: Subject = -1;
  private port = -1;

  constructor(open: () => T) {
    this.open = open;
    this.first = open();
  }

  /** The state of the sender of the bytes in hand. */
  of(view: View): T {
    if (this.port < 0) {
      this.sender = view.sender;
      this.port = view.sourcePort;
    }
    if (view.sourcePort === this.port && view.sender === this.sender) return this.first;
    this.second ??= this.open();
    return this.second;
  }
}
