import * as z from 'zod';
import { defineOperation, FileBytes, Nothing } from '../operation.ts';
import { CaptureDetail, CaptureSummary, FolderFile, KEEP_MOST_DAYS } from '../shapes/capture.ts';
import { Count, Id, Page, personText } from '../shapes/values.ts';

const PATH_MAX_CHARACTERS = 1000;
const REASON_MAX_CHARACTERS = 500;

const params = z.strictObject({ captureId: Id });

export const captures = {
  list: defineOperation({
    id: 'captures.list',
    method: 'GET',
    path: '/api/captures',
    summary: 'Captures, the newest first.',
    access: 'captures.read',
    query: z.strictObject(Page),
    response: z.object({ total: Count, captures: z.array(CaptureSummary) }),
  }),
  get: defineOperation({
    id: 'captures.get',
    method: 'GET',
    path: '/api/captures/{captureId}',
    summary: 'One capture, with its anomalies by kind and frame.',
    access: 'captures.read',
    params,
    response: CaptureDetail,
  }),
  upload: defineOperation({
    id: 'captures.upload',
    method: 'POST',
    path: '/api/captures',
    summary:
      'Takes a capture file and queues it for reading. Once it has been read it is removed, or, with keepDays, kept encrypted for so long.',
    access: 'captures.add',
    queryAccess: { keepDays: 'captures.keep' },
    audit: 'capture.uploaded',
    transfer: 'upload',
    query: z.strictObject({ keepDays: z.coerce.number<number>().int().min(1).max(KEEP_MOST_DAYS).optional() }),
    response: CaptureSummary,
  }),
  folder: defineOperation({
    id: 'captures.folder',
    method: 'GET',
    path: '/api/capture-folder',
    summary: 'Capture files in the folder that the configuration of the server names; empty when it names none.',
    access: 'captures.add',
    response: z.object({ files: z.array(FolderFile) }),
  }),
  read: defineOperation({
    id: 'captures.read',
    method: 'POST',
    path: '/api/capture-folder/read',
    summary: 'Queues a file of that folder for reading.',
    access: 'captures.add',
    audit: 'capture.read-requested',
    body: z.strictObject({ path: z.string().min(1).max(PATH_MAX_CHARACTERS) }),
    response: CaptureSummary,
  }),
  cancel: defineOperation({
    id: 'captures.cancel',
    method: 'POST',
    path: '/api/captures/{captureId}/cancel',
    summary: 'Stops reading; what was read until then stays.',
    access: 'captures.add',
    audit: 'capture.cancelled',
    params,
    body: Nothing,
    response: CaptureSummary,
  }),
  openKept: defineOperation({
    id: 'captures.open-kept',
    method: 'POST',
    path: '/api/captures/{captureId}/kept/open',
    summary: 'Hands out the file that was kept of a capture. The reason stands in the audit record.',
    access: 'captures.open',
    audit: 'capture.opened',
    transfer: 'download',
    params,
    body: z.strictObject({ reason: personText(REASON_MAX_CHARACTERS) }),
    response: FileBytes,
  }),
  forget: defineOperation({
    id: 'captures.forget',
    method: 'DELETE',
    path: '/api/captures/{captureId}/kept',
    summary: 'Removes the file that was kept of a capture before its time; what was read from it stays.',
    access: 'captures.keep',
    audit: 'capture.forgotten',
    params,
    response: CaptureSummary,
  }),
} as const;
