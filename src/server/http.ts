import { rm } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { mayUse, type Operation, SESSION_COOKIE } from '#contract';
import { Fault } from '#kernel';
import { attachmentOf } from './attachment.ts';
import { refuseForeignOrigin } from './auth/origin.ts';
import { hashToken } from './auth/token.ts';
import type { EventStreams } from './event-stream.ts';
import { languageOf } from './language.ts';
import { logAnswer } from './log.ts';
import type { Act, ServedFile } from './ports.ts';
import { checked } from './problem.ts';
import type { PersonAsked, Route, SignedIn, Tools } from './route.ts';
import { receiveFile, type Spool } from './upload.ts';

/** A session that nobody uses for this long is over. */
const IDLE_US = 2 * 3_600_000_000;
/** Use is noted this often at the most: reading pages must not write all the time. */
const NOTE_USE_US = 60_000_000;
/** Who must change the password may do nothing else before. */
const BEFORE_PASSWORD_CHANGE: ReadonlySet<string> = new Set([
  'session.who-am-i',
  'session.change-password',
  'session.sign-out',
]);

export interface HttpOptions {
  readonly tools: Tools;
  readonly spool: Spool;
  /** Where browsers find this server, when it stands behind a proxy; then cookies are sent over TLS only. */
  readonly origin: string | undefined;
  readonly isSecure: boolean;
  /** Compare every answer with its operation. For tests: it costs time. */
  readonly checksAnswers: boolean;
}

/** Turns routes into routes of Fastify: who asks, whether they may, whether the request fits, and only then the handler. */
export class HttpRoutes {
  private readonly options: HttpOptions;
  private readonly streams: EventStreams;
  private readonly people = new WeakMap<FastifyRequest, SignedIn>();

  constructor(options: HttpOptions, streams: EventStreams) {
    this.options = options;
    this.streams = streams;
  }

  add(server: FastifyInstance, route: Route): void {
    const { operation } = route;
    if ((route.kind === 'public') !== (operation.access === 'public')) {
      throw new Error(`${operation.id}: handled as ${route.kind}, but its access is ${operation.access}`);
    }
    server.route({
      method: operation.method,
      url: operation.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      onRequest: (request) => this.admit(operation, request),
      handler: (request, reply) => this.answer(route, request, reply),
      onResponse: (request, reply, done) => {
        const accountId = this.people.get(request)?.account.id;
        const given = { operation: operation.id, status: reply.statusCode, ms: reply.elapsedTime };
        logAnswer(request.log, request, accountId === undefined ? given : { ...given, accountId });
        done();
      },
    });
  }

  /** Before the body is read: where the request comes from, who sends it, and whether they may. */
  private async admit(operation: Operation, request: FastifyRequest): Promise<void> {
    const { headers } = request;
    if (operation.method !== 'GET') {
      const fetchSite = headers['sec-fetch-site'];
      refuseForeignOrigin(
        {
          origin: headers.origin,
          fetchSite: typeof fetchSite === 'string' ? fetchSite : undefined,
          host: headers.host,
        },
        this.options.origin,
      );
    }
    if (operation.access === 'public') return;
    const person = await this.personOf(request);
    if (person === undefined) throw new Fault('not-signed-in');
    this.people.set(request, person);
    if (person.account.mustChangePassword && !BEFORE_PASSWORD_CHANGE.has(operation.id)) {
      throw new Fault('password-change-required');
    }
    if (!mayUse(operation.access, person.account.role)) throw new Fault('permission-denied');
  }

  private async personOf(request: FastifyRequest): Promise<SignedIn | undefined> {
    const { sessions, clock } = this.options.tools;
    const tokenHash = hashToken(request.cookies[SESSION_COOKIE] ?? '');
    if (tokenHash === undefined) return undefined;
    const session = await sessions.find(tokenHash, IDLE_US);
    if (session === undefined) return undefined;
    // Following events is no use: a page that is left open must not keep a session alive.
    const isUse = request.routeOptions.url !== EVENTS_PATH;
    if (isUse && clock.nowUs() - session.lastUsedAtUs > NOTE_USE_US) await sessions.noteUse(tokenHash);
    return { account: session.account, tokenHash, expiresAtUs: session.expiresAtUs };
  }

  private async answer(route: Route, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { operation } = route;
    const { tools } = this.options;
    reply.header('cache-control', 'no-store');
    const asked = this.asked(operation, request, reply);
    if (route.kind === 'public') return this.send(reply, operation, await route.handle(asked, tools));
    const person = this.people.get(request);
    if (person === undefined) throw new Fault('not-signed-in');
    refuseUnpermitted(operation, asked.query, person);
    const personAsked = Object.defineProperty(asked, 'person', { value: person }) as PersonAsked<Operation>;
    if (route.kind === 'person') return this.send(reply, operation, await route.handle(personAsked, tools));
    if (route.kind === 'download') return sendFile(reply, await route.handle(personAsked, tools));
    if (route.kind === 'upload') {
      const file = await receiveFile(request, this.options.spool);
      const uploadAsked = Object.defineProperty(personAsked, 'file', { value: file }) as typeof personAsked & {
        readonly file: typeof file;
      };
      try {
        return this.send(reply, operation, await route.handle(uploadAsked, tools));
      } catch (error) {
        await rm(file.path, { force: true });
        throw error;
      }
    }
    const stream = this.streams.start({
      tokenHash: person.tokenHash,
      isSignedIn: async () => (await tools.sessions.find(person.tokenHash, IDLE_US)) !== undefined,
      subscribe: route.handle(personAsked, tools),
    });
    request.raw.on('close', () => stream.destroy());
    return await reply.type('text/event-stream').header('x-accel-buffering', 'no').send(stream);
  }

  private asked(operation: Operation, request: FastifyRequest, reply: FastifyReply) {
    const { clock } = this.options.tools;
    const language = languageOf(request.headers['accept-language']);
    const body = operation.transfer === 'upload' ? {} : (request.body ?? {});
    const { isSecure } = this.options;
    const place = { path: '/', httpOnly: true, sameSite: 'strict', secure: isSecure } as const;
    const actorOf = (): Act['actor'] => {
      const account = this.people.get(request)?.account;
      return account === undefined ? { name: 'unknown' } : { id: account.id, name: account.name };
    };
    return {
      params: checked(operation.params, request.params, 'params', language),
      query: checked(operation.query, request.query, 'query', language),
      body: checked(operation.body, body, 'body', language),
      get act(): Act {
        if (operation.audit === undefined) throw new Error(`${operation.id} only reads and leaves no record`);
        return { kind: operation.audit, actor: actorOf(), atUs: clock.nowUs() };
      },
      address: request.ip,
      cookie: {
        set: (token: string, maxAge: number) => void reply.setCookie(SESSION_COOKIE, token, { ...place, maxAge }),
        clear: () => void reply.clearCookie(SESSION_COOKIE, place),
      },
    };
  }

  private send(reply: FastifyReply, operation: Operation, answer: unknown): FastifyReply {
    if (this.options.checksAnswers) checkAnswer(operation, answer);
    return reply.type('application/json; charset=utf-8').send(JSON.stringify(answer));
  }
}

const EVENTS_PATH = '/api/events';

/** Parts of the query that take a permission of their own; before a file is received. */
function refuseUnpermitted({ queryAccess = {} }: Operation, query: unknown, { account }: SignedIn): void {
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  for (const [name] of given) {
    const access = queryAccess[name];
    if (access !== undefined && !mayUse(access, account.role)) throw new Fault('permission-denied');
  }
}

/** As a file to be stored, never to be shown by the browser, whatever is in it. */
function sendFile(reply: FastifyReply, { name, sizeBytes, bytes }: ServedFile): FastifyReply {
  return reply
    .type('application/octet-stream')
    .header('content-disposition', attachmentOf(name))
    .header('content-length', sizeBytes)
    .header('x-content-type-options', 'nosniff')
    .send(bytes);
}

/** An answer must be exactly what the operation promises: nothing else may leave the server with it. */
function checkAnswer(operation: Operation, answer: unknown): void {
  const sent: unknown = JSON.parse(JSON.stringify(answer));
  const promised = operation.response.parse(sent);
  if (!isDeepStrictEqual(promised, sent)) throw new Error(`${operation.id} answers more than it promises`);
}
