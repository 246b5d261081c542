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
  /** Writes everything that is kept into a file, or reads such a file into an empty place. Rejects saying why in both languages. */
  backup(act: 'export' | 'import', file: string, given: PlaceOptions): Promise<BackupContent>;
  /** Looks at everything that an installation needs, and changes nothing. */
  doctor(given: PlaceOptions): Promise<readonly Finding[]>;
  /** Begins live capture; nothing is sent on the interface. */
  watch(interfaceName: string, heard: (news: LiveNews) => void): LiveWatch;
}

/** Where the command line says that the data are; what is left out comes from the environment. */
export interface PlaceOptions {
  readonly data?: string | undefined;
  readonly database?: string | undefined;
}

export type Verdict = 'ok' | 'warning' | 'problem';

/** A text in both languages. */
export interface Told {
  readonly en: string;
  readonly ja: string;
}

/** What was found at one place that was looked at. */
export interface Finding {
  readonly id: string;
  readonly verdict: Verdict;
  readonly what: Told;
  /** Present unless all is well. */
  readonly todo?: Told;
}

/** Rows by table, and the SHA-256 of the content. */
export interface BackupContent {
  readonly rows: Readonly<Record<string, number | undefined>>;
  readonly sha256: string;
}

/** What the command line says about the server; what is left out comes from the environment. */
export interface ServeOptions extends PlaceOptions {
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
