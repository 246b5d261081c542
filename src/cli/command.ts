import type { Engine, CaptureSummary, Ports } from '#wire';
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
}

export interface Command {
  readonly id: string;
  /** One line, English and Japanese. */
  readonly summary: { readonly en: string; readonly ja: string };
  /** Shown by --help and after a usage error. */
  readonly usage: string;
  run(args: readonly string[], world: World): Promise<ExitCode>;
}
