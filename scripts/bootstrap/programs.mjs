/** Starts other programs. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { CACHE } from './places.mjs';
import { say } from './report.mjs';

export function environment(node) {
  return {
    ...process.env,
    PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(CACHE, 'compile'),
  };
}

/** Runs to its end; `code` is the exit code, the signal, or the error code when it could not start. */
export function capture(command, args, cwd, env = process.env) {
  return new Promise((done) => {
    let output = '';
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.on('error', (error) => done({ code: error.code, output }));
    child.on('close', (code, signal) => done({ code: code ?? signal, output }));
  });
}

/** Runs with our terminal and our signals; resolves to its exit code, 128 + n when signal n ended it. */
export function handOver(node, args, { cwd = process.cwd(), env = {} } = {}) {
  return new Promise((done) => {
    const child = spawn(node, args, { cwd, env: { ...environment(node), ...env }, stdio: 'inherit' });
    // A terminal sends its interrupt to both of us; whoever sends only one means the program.
    process.on('SIGINT', () => {});
    for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.on('error', (error) => {
      say(`${node}: ${error.message}`);
      done(126);
    });
    child.on('exit', (code, signal) => done(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}
