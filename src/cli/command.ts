import type { Observations } from '#inventory';
import type { CaptureSummary, CoverageNumbers, Engine, Ports } from '#wire';
import type { Knowledge } from '#knowledge';

/** 0 done, 1 findings, 2 usage, 3 failed: the same for every command. */
export const EXIT = { done: 0, findings: 1, usage: 2, failed: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What commands may use of the outside; `main` gives it. */
export interface World {
  readonly stdout: { write(text: string): void };
  readonly stderr: { write(text: string): void; readonly isTTY: boolean };
  readonly ports: Ports;
  /** Secret and random a process. */
  readonly seed: number;
  readonly knowledge: Knowledge;
  readCapture(
    path: string,
    engine: Engine,
    progress: (packets: number, bytes: number) => boolean | Promise<boolean>,
  ): Promise<CaptureSummary>;
  /** Milliseconds; for progress lines only. */
  nowMs(): number;
  /** Calls once when the person or the system wants the program to end; answers how to stop listening. */
  onEnd(handle: () => void): () => void;
  /** Runs the server until the program is to end. Rejects when it cannot start, saying why in both languages. */
  serve(given: ServeOptions): Promise<void>;
  /** Begins live capture; nothing is sent on the interface. */
  watch(interfaceName: string, heard: (news: LiveNews) => void): LiveWatch;
}

/** What the command line says about the server; what is left out comes from the environment. */
export interface ServeOptions {
  readonly data?: string | undefined;
  readonly database?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: string | undefined;
}

/** What became known since the last news; packets, bytes and coverage are totals. */
export interface LiveNews {
  readonly observations: Observations;
  readonly packets: number;
  readonly bytes: number;
  readonly coverage: CoverageNumbers;
}

export interface LiveWatch {
  /** Packets that the kernel has dropped so far. */
  readonly droppedPackets: number;
  /** Hands on what was recorded until now, and ends. */
  stop(): void;
  /** Resolves when nothing more comes. `reason`: the recorder's last words. */
  readonly ended: Promise<{ readonly outcome: 'done' | 'failed'; readonly reason: string }>;
}

export interface Command {
  readonly id: string;
  /** One line, English and Japanese. */
  readonly summary: { readonly en: string; readonly ja: string };
  /** Shown by --help and after a usage error. */
  readonly usage: string;
  run(args: readonly string[], world: World): Promise<ExitCode>;
}
