import * as z from 'zod';
import type { AuditKind } from './audit-kinds.ts';
import type { Access, Permission } from './permissions.ts';

/** Nothing in this place; a request that brings something is refused. */
export const Nothing = z.strictObject({});

/** The bytes of a file, as whatever the transport of the caller makes of them: a Blob in the browser. */
export const FileBytes = z.unknown();

/**
 * `json`: a JSON body. `upload`: a multipart body with one file, in the field `file`. `events`: the answer is a stream of
 * server-sent events, each `data` one value of `response`. `download`: the answer is the file itself.
 */
export type Transfer = 'json' | 'upload' | 'events' | 'download';

interface Description {
  /** `<group>.<name>`; also the place of the handler: `server/routes/<group>/<name>.ts`. */
  readonly id: string;
  /** Parameters stand in braces: `/api/devices/{deviceId}`. */
  readonly path: `/api/${string}`;
  /** One line for the API description. */
  readonly summary: string;
  readonly access: Access;
  /** Parts of the query that take a permission of their own, beside `access`. */
  readonly queryAccess?: Readonly<Record<string, Permission>>;
}

/** Reading leaves no audit record; whatever changes something names the record that it leaves. */
type Effect =
  | { readonly method: 'GET'; readonly audit?: never }
  | { readonly method: 'POST' | 'PUT' | 'DELETE'; readonly audit: AuditKind };

interface Shapes<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
}

export type Operation<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
  By extends Transfer = Transfer,
> = Description & Effect & Shapes<Params, Query, Body> & { readonly response: Response; readonly transfer: By };

/** One operation: from it come the check of the request, the permission, the audit kind, the description and the client. */
export function defineOperation<
  Response extends z.ZodType,
  Params extends z.ZodType = typeof Nothing,
  Query extends z.ZodType = typeof Nothing,
  Body extends z.ZodType = typeof Nothing,
  const By extends Transfer = 'json',
>(
  given: Description &
    Effect &
    Partial<Shapes<Params, Query, Body>> & { readonly response: Response; readonly transfer?: By },
): Operation<Params, Query, Body, Response, By> {
  const filled = { transfer: 'json', params: Nothing, query: Nothing, body: Nothing, ...given };
  return filled as Operation<Params, Query, Body, Response, By>;
}
