import * as z from 'zod';
import { defineOperation, Nothing } from '../operation.ts';
import { CaptureDetail, CaptureSummary, FolderFile } from '../shapes/capture.ts';
import { Count, Id, Page } from '../shapes/values.ts';

const PATH_MAX_CHARACTERS = 1000;

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
    summary: 'Takes a capture file and queues it for reading; the file is removed once it has been read.',
    access: 'captures.add',
    audit: 'capture.uploaded',
    transfer: 'upload',
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
} as const;
