/** One process at a time. */
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { Problem, say } from './report.mjs';

const HOLDER = `${process.pid} ${hostname()}`;
const POLL_MS = 200;
const BEAT_MS = 1_000;
/** A holder that let this many beats pass is gone: killed, or on a machine that was switched off. */
const SILENT_BEATS = 20;

/**
 * Runs `work` while no other process holds the lock. A file, because it must also hold between containers that share
 * the folder; the holder touches it as long as it lives, so that a file left behind does not block for ever.
 */
export async function withLock(path, work) {
  await take(path);
  const beat = setInterval(() => touch(path), BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    // Not when someone thought us dead and holds it now.
    if (state(path).startsWith(`${HOLDER} `)) rmSync(path, { force: true });
  }
}

async function take(path) {
  createFolder(dirname(path));
  let seen = '';
  let silentMs = 0;
  for (let waits = 0; !create(path); waits++) {
    if (waits === 0) say('waiting for another start in this folder / 同じフォルダーでの別の起動を待っています');
    const now = state(path);
    silentMs = now === seen ? silentMs + POLL_MS : 0;
    seen = now;
    if (isDead(now) || silentMs >= SILENT_BEATS * BEAT_MS) clear(path, now);
    await new Promise((done) => setTimeout(done, POLL_MS));
  }
}

function createFolder(folder) {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new Problem(
      [`cannot write (${error.code})`, folder, 'make this folder writable for the user who starts it'],
      [`書き込めません (${error.code})`, folder, '実行するユーザーがこのフォルダーに書き込めるようにしてください'],
    );
  }
}

function create(path) {
  try {
    writeFileSync(path, HOLDER, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function touch(path) {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // Taken away by someone who thought us dead; the work goes on, the next check decides.
  }
}

/** Holder and last beat; empty when there is no lock. */
function state(path) {
  try {
    return `${readFileSync(path, 'utf8')} ${statSync(path).mtimeMs}`;
  } catch {
    return '';
  }
}

function isDead(holder) {
  const [pid, host] = holder.split(' ');
  if (host !== hostname() || !/^\d+$/.test(pid ?? '')) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

/**
 * Removes a lock whose holder is gone. Two processes may see that at the same time, and the slower one must not remove
 * the lock that the faster one has taken by then: so a second, very short lock, and another look under it.
 */
function clear(path, dead) {
  const breaking = `${path}.breaking`;
  if (!create(breaking)) {
    const age = Date.now() - (statSync(breaking, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > SILENT_BEATS * BEAT_MS) rmSync(breaking, { force: true });
    return;
  }
  if (state(path) === dead) rmSync(path, { force: true });
  rmSync(breaking, { force: true });
}
