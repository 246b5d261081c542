import { Fault } from '#kernel';
import type { Captures } from '#server';
import { captures, type Store } from '#store';
import type { CaptureFolder } from '../reading/capture-folder.ts';
import type { CaptureQueue } from '../reading/capture-queue.ts';

export function capturesOn(store: Store, queue: CaptureQueue, folder: CaptureFolder): Captures {
  return {
    list: ({ offset, limit }) => store.transaction((transaction) => captures.list(transaction, { offset, limit })),
    get: async (id) => {
      const capture = await store.transaction((transaction) => captures.find(transaction, id));
      if (capture === undefined) throw new Fault('not-found', { what: 'capture', id });
      return capture;
    },
    upload: (act, { path, name, sizeBytes }) => queue.add(act, { name, origin: 'upload', location: path, sizeBytes }),
    folder: async () => ({ files: await folder.list() }),
    read: async (act, path) => {
      const { location, sizeBytes } = await folder.find(path);
      return await queue.add(act, { name: path, origin: 'folder', location, sizeBytes });
    },
    cancel: (act, id) => queue.cancel(act, id),
  };
}
