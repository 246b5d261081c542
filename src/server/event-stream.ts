import { PassThrough } from 'node:stream';
import type { ServerEvent } from '#contract';
import { Fault } from '#kernel';
import type { Listener } from './events.ts';

/** A comment this often keeps proxies from closing the connection, and asks whether the session still holds. */
const HEARTBEAT_MS = 15_000;
/** A reader that lets this much pile up is cut off; it connects again and reloads. */
const PENDING_MOST_BYTES = 1 << 20;
/** How long the browser waits before it connects again. */
const RETRY_MS = 2000;
/** Open streams of one session: some pages side by side. */
const STREAMS_PER_SESSION = 12;

export interface Watcher {
  readonly tokenHash: string;
  /** Whether the session still holds. */
  isSignedIn(): Promise<boolean>;
  readonly subscribe: (listener: Listener) => () => void;
}

/** All open streams of server-sent events (WHATWG HTML §9.2). */
export class EventStreams {
  private readonly open = new Map<PassThrough, string>();

  /** The body of an answer. It ends with the session, with the server, and when its reader goes away or falls behind. */
  start(watcher: Watcher): PassThrough {
    const mine = [...this.open.values()].filter((tokenHash) => tokenHash === watcher.tokenHash).length;
    if (mine >= STREAMS_PER_SESSION) throw new Fault('too-many-attempts', { seconds: HEARTBEAT_MS / 1000 });
    const stream = new PassThrough();
    const write = (text: string): void => {
      if (stream.writableLength > PENDING_MOST_BYTES) stream.destroy();
      else if (!stream.writableEnded) stream.write(text);
    };
    const unsubscribe = watcher.subscribe((event) => write(textOf(event)));
    const heartbeat = setInterval(() => {
      write(':\n\n');
      watcher.isSignedIn().then(
        (isSignedIn) => {
          if (!isSignedIn) stream.end();
        },
        // A store that does not answer now may do so at the next beat.
        () => {},
      );
    }, HEARTBEAT_MS);
    heartbeat.unref();
    this.open.set(stream, watcher.tokenHash);
    stream.on('close', () => {
      clearInterval(heartbeat);
      unsubscribe();
      this.open.delete(stream);
    });
    write(`retry: ${RETRY_MS}\n\n`);
    return stream;
  }

  endAll(): void {
    for (const stream of this.open.keys()) stream.end();
  }
}

const textOf = (event: ServerEvent): string => `data: ${JSON.stringify(event)}\n\n`;
