import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a run of OpenSSL said, both streams together; `ok` is its exit status. */
export interface Run {
  readonly ok: boolean;
  readonly text: string;
}

/** A folder for one test file in which OpenSSL runs; names of files are relative to it. */
export class OpensslFolder {
  readonly #path = mkdtempSync(join(tmpdir(), 'mimamori-openssl-'));
  readonly #program: string;

  constructor(program: string) {
    this.#program = program;
  }

  write(name: string, content: Uint8Array | string): string {
    writeFileSync(join(this.#path, name), content);
    return name;
  }

  read(name: string): Uint8Array {
    return new Uint8Array(readFileSync(join(this.#path, name)));
  }

  run(...options: readonly string[]): Promise<Run> {
    return new Promise((resolve) => {
      execFile(this.#program, options, { cwd: this.#path }, (error, stdout, stderr) => {
        resolve({ ok: error === null, text: stdout + stderr });
      });
    });
  }

  remove(): void {
    rmSync(this.#path, { recursive: true });
  }
}
