import { FolderLock } from '../../src/store/embedded/lock.ts';

/** A process that holds a folder until it is killed. */
const [folder = ''] = process.argv.slice(2);
await FolderLock.take(folder);
process.stdout.write('held\n');
setInterval(() => {}, 60_000);
