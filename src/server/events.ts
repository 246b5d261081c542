import type { ServerEvent } from '#contract';

/** Takes events as they happen. Must not throw. */
export type Listener = (event: ServerEvent) => void;

/** Hands what changes on to everyone who watches. Nothing is kept: who was away asks again. */
export class EventHub {
  private readonly listeners = new Set<Listener>();

  get watchers(): number {
    return this.listeners.size;
  }

  publish(event: ServerEvent): void {
    for (const listener of this.listeners) listener(event);
  }

  /** Answers how to stop listening. */
  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }
}
