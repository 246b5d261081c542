import { createHash } from 'node:crypto';
import { closeSync, constants as files, openSync, realpathSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { Fault } from '#kernel';

const SOCKET = 'lock.sock';
/** How long the holder may take to say who it is. A stopped process does not answer and still holds the folder. */
const ANSWER_MS = 1000;

/**
 * PGlite lets two processes write one folder, so the folder has a lock of ours. Two sockets are the lock: an abstract
 * one, which the kernel frees at death, and one inside the folder, which containers see that share the folder but not
 * the network namespace. Who is refused reads from the socket which process holds it.
 */
export class FolderLock {
  private readonly servers: readonly Server[];
  private readonly descriptor: number;

  private constructor(servers: readonly Server[], descriptor: number) {
    this.servers = servers;
    this.descriptor = descriptor;
  }

  /** Rejects with `store-locked` when a living process holds the folder. */
  static async take(folder: string): Promise<FolderLock> {
    const abstract = await listenOrRefuse(`\0mimamori-${digestOf(folder)}`, folder);
    // A socket's path holds 108 bytes at the most (unix(7)); through the descriptor of the folder it is always short.
    const descriptor = openSync(folder, files.O_RDONLY | files.O_DIRECTORY);
    try {
      const path = join(`/proc/self/fd/${descriptor}`, SOCKET);
      return new FolderLock([abstract, await listenInFolder(path, folder)], descriptor);
    } catch (error) {
      abstract.close();
      closeSync(descriptor);
      throw error;
    }
  }

  async free(): Promise<void> {
    for (const server of this.servers) await new Promise<void>((done) => server.close(() => done()));
    closeSync(this.descriptor);
  }
}

/** The number of the process that uses a data folder, `?` when it does not say; undefined when none does. */
export async function holderOf(folder: string): Promise<string | undefined> {
  const digest = digestOf(folder);
  const inFolder = openSync(folder, files.O_RDONLY | files.O_DIRECTORY);
  try {
    for (const address of [`\0mimamori-${digest}`, join(`/proc/self/fd/${inFolder}`, SOCKET)]) {
      const holder = await askHolder(address);
      if (holder !== 'nobody') return holder;
    }
    return undefined;
  } finally {
    closeSync(inFolder);
  }
}

function digestOf(folder: string): string {
  return createHash('sha256').update(realpathSync(folder)).digest('hex');
}

/** A socket that nobody listens on any more was left by a process that died, and gives way. */
async function listenInFolder(path: string, folder: string): Promise<Server> {
  const server = await listen(path);
  if (server !== undefined) return server;
  const holder = await askHolder(path);
  if (holder !== 'nobody') throw new Fault('store-locked', { folder, pid: holder });
  rmSync(path, { force: true });
  return await listenOrRefuse(path, folder);
}

async function listenOrRefuse(address: string, folder: string): Promise<Server> {
  const server = await listen(address);
  if (server !== undefined) return server;
  const holder = await askHolder(address);
  throw new Fault('store-locked', { folder, pid: holder === 'nobody' ? '?' : holder });
}

/** Undefined when the address is taken. Every caller is told the number of this process. */
function listen(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.end(String(process.pid));
    });
    server.on('error', (error) => {
      if ('code' in error && error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(address, () => {
      server.unref();
      resolve(server);
    });
  });
}

/** The number of the process that holds the address, `?` when it does not say, `nobody` when there is none. */
function askHolder(address: string): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    const socket = connect(address);
    socket.setTimeout(ANSWER_MS, () => {
      socket.destroy();
      resolve('?');
    });
    socket.on('data', (data) => {
      said += data.toString('latin1');
    });
    socket.on('error', () => resolve('nobody'));
    socket.on('close', () => resolve(/^\d{1,10}$/.test(said) ? said : '?'));
  });
}
