import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import { randomUUID } from 'node:crypto';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { Fault } from '#kernel';
import { SignInAttempts } from './auth/sign-in-attempts.ts';
import { EventStreams } from './event-stream.ts';
import type { EventHub } from './events.ts';
import { HttpRoutes } from './http.ts';
import { languageOf } from './language.ts';
import { loggedError, type LogLevel } from './log.ts';
import type { Ports } from './ports.ts';
import { faultOf, problemOf } from './problem.ts';
import { ROUTES } from './routes/index.ts';
import type { Spool } from './upload.ts';
import { serveWebApp } from './web-app.ts';

/** JSON bodies; captures come as files. */
const BODY_MOST_BYTES = 256 * 1024;
/** Longest part of a path: ids of evidence, escaped. */
const PARAM_MOST_CHARACTERS = 1000;
/** Requests of one address a minute: a floor against runaway scripts, far above what pages need. */
const REQUESTS_A_MINUTE = 6000;
/** Requests under way have this long to end when the server closes. */
const CLOSING_MS = 1000;
/** A connection on which nothing moves; streams of events move more often. */
const IDLE_CONNECTION_MS = 120_000;

export interface ServerOptions {
  readonly ports: Ports;
  readonly events: EventHub;
  readonly spool: Spool;
  /** The built web app. */
  readonly webFolder: string;
  readonly version: string;
  /** Where browsers find this server, for example `https://mimamori.hospital.example`; undefined: where it listens. */
  readonly origin?: string | undefined;
  /** The proxies whose X-Forwarded-For is believed; none unless said. */
  readonly trustedProxies?: readonly string[] | undefined;
  /** Certificate and key in PEM, to speak TLS without a proxy. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
  readonly log: { readonly level: LogLevel; readonly stream: { write(line: string): void } };
  readonly checksAnswers?: boolean | undefined;
}

/** The web server with every operation of the contract. It listens when it is told to; `inject` works at once. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { ports, events, version, origin } = options;
  const isSecure = options.tls !== undefined || origin?.startsWith('https:') === true;
  const server = instance(options);
  const streams = new EventStreams();
  server.removeContentTypeParser('text/plain');
  // Some clients name a type for a body that they do not send.
  const parseJson = server.getDefaultJsonParser('error', 'error');
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parseJson(request, String(body), done);
  });
  server.setErrorHandler(answerError);
  await protect(server, isSecure);
  const tools = { ...ports, attempts: new SignInAttempts(ports.clock), events, version };
  const checksAnswers = options.checksAnswers ?? false;
  const http = new HttpRoutes({ tools, spool: options.spool, origin, isSecure, checksAnswers }, streams);
  for (const route of ROUTES) http.add(server, route);
  await serveWebApp(server, options.webFolder);
  server.addHook('preClose', (done) => {
    streams.endAll();
    // Browsers keep connections open that have not asked anything; they would keep the server from closing.
    setTimeout(() => server.server.closeAllConnections(), CLOSING_MS).unref();
    done();
  });
  return server;
}

function instance({ log, tls, trustedProxies }: ServerOptions): FastifyInstance {
  return fastify({
    logger: { level: log.level, stream: log.stream, base: null },
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply),
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    exposeHeadRoutes: false,
    bodyLimit: BODY_MOST_BYTES,
    connectionTimeout: IDLE_CONNECTION_MS,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: PARAM_MOST_CHARACTERS, ignoreTrailingSlash: false, caseSensitive: true },
    ...(trustedProxies !== undefined && { trustProxy: [...trustedProxies] }),
    ...(tls !== undefined && { https: { cert: tls.cert, key: tls.key, minVersion: 'TLSv1.2' } }),
  });
}

/** Every refusal and failure as a problem in the language of the request. */
function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const fault = faultOf(error, request.id);
  if (fault.code === 'internal') request.log.error({ error: loggedError(fault.cause ?? fault) }, 'failed');
  else if (fault.code.startsWith('store-')) request.log.error({ error: loggedError(fault) }, 'store');
  const language = languageOf(request.headers['accept-language']);
  const problem = problemOf(fault, language);
  if (fault.code === 'too-many-attempts') reply.header('retry-after', String(fault.details['seconds'] ?? 1));
  return reply
    .code(problem.status)
    .type('application/problem+json; charset=utf-8')
    .header('content-language', language)
    .header('cache-control', 'no-store')
    .send(JSON.stringify(problem));
}

/** How near the limit is concerns nobody before it is reached; then `retry-after` says it. */
const QUIET = { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false };

async function protect(server: FastifyInstance, isSecure: boolean): Promise<void> {
  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        // The component library writes sizes and colours into style elements.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(isSecure && { upgradeInsecureRequests: [] }),
      },
    },
    strictTransportSecurity: isSecure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: false,
  });
  await server.register(cookie);
  await server.register(multipart, { throwFileSizeLimit: false });
  await server.register(rateLimit, {
    max: REQUESTS_A_MINUTE,
    timeWindow: 60_000,
    addHeaders: QUIET,
    addHeadersOnExceeding: QUIET,
    errorResponseBuilder: (_request, { ttl }) => new Fault('too-many-attempts', { seconds: Math.ceil(ttl / 1000) }),
  });
}
