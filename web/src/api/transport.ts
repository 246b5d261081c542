import type { ClientAnswer, ClientRequest, Transport } from '#contract';
import { currentLanguage } from '../text/language.ts';

/** What an upload hands over as `file`. */
export interface Upload {
  readonly file: File;
  readonly onSent: (sentBytes: number) => void;
  readonly signal: AbortSignal;
}

/** The server could not be reached at all. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

export const browserTransport: Transport = (request) => (request.upload ? sendFile(request) : sendJson(request));

async function sendJson({ method, path, body, download }: ClientRequest): Promise<ClientAnswer> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: {
        Accept: download === true ? 'application/octet-stream, application/problem+json' : 'application/json',
        'Accept-Language': currentLanguage(),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch (error) {
    throw new Unreachable(`${method} ${path}`, { cause: error });
  }
  const { status } = response;
  if (download !== true || !response.ok) return { status, body: parsed(await response.text()) };
  try {
    return { status, body: await response.blob() };
  } catch (error) {
    // Broken off on the way: what came is no file.
    throw new Unreachable(`${method} ${path}`, { cause: error });
  }
}

/** `fetch` does not say how much of a body has been sent; this does. */
function sendFile({ method, path, body }: ClientRequest): Promise<ClientAnswer> {
  const { file, onSent, signal } = body as Upload;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, path);
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Accept-Language', currentLanguage());
    request.upload.addEventListener('progress', (event) => onSent(event.loaded));
    request.addEventListener('load', () => resolve({ status: request.status, body: parsed(request.responseText) }));
    request.addEventListener('error', () => reject(new Unreachable(`${method} ${path}`)));
    request.addEventListener('abort', () => reject(new DOMException('cancelled', 'AbortError')));
    signal.addEventListener('abort', () => request.abort());
    const form = new FormData();
    form.append('file', file, file.name);
    request.send(form);
  });
}

/** A body that is no JSON (a proxy's page, say) is not one of ours; the client says so. */
function parsed(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
