import { Fault } from '#kernel';
import type { Captures } from '#server';
import { captures, type Store } from '#store';
import type { CaptureFolder } from '../reading/capture-folder.ts';
import type { CaptureQueue } from '../reading/capture-queue.ts';
import type { KeptCaptures } from '../reading/kept-captures.ts';

const DAY_US = 86_400_000_000;

export function capturesOn(store: Store, queue: CaptureQueue, folder: CaptureFolder, kept: KeptCaptures): Captures {
  return {
    list: ({ offset, limit }) => store.transaction((transaction) => captures.list(transaction, { offset, limit })),
    get: async (id) => {
      const capture = await store.transaction((transaction) => captures.find(transaction, id));
      if (capture === undefined) throw new Fault('not-found', { what: 'capture', id });
      return capture;
    },
    upload: async (act, { path, name, sizeBytes }, keepDays) => {
      const keptUntil = keepDays === undefined ? undefined : act.atUs + keepDays * DAY_US;
      if (keptUntil !== undefined) await kept.checkKey();
      return await queue.add(act, { name, origin: 'upload', location: path, sizeBytes, keptUntil });
    },
    folder: async () => ({ files: await folder.list() }),
    read: async (act, path) => {
      const { location, sizeBytes } = await folder.find(path);
      return await queue.add(act, { name: path, origin: 'folder', location, sizeBytes });
    },
    cancel: (act, id) => queue.cancel(act, id),
    openKept: (act, id, reason) => kept.open(act, id, reason),
    forget: (act, id) => kept.forget(act, id),
  };
}
