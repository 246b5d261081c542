import { rmSync } from 'node:fs';
import { type Client, type ClientAnswer, type ClientRequest, createClient, type Role } from '../src/contract/index.ts';
import type { Config } from '../src/main/config.ts';
import { systemClock } from '../src/main/clock.ts';
import { type Server, startServer } from '../src/main/server.ts';
import { newStoreFolder } from './store/template-folder.ts';

export const FIRST_PASSWORD = 'correct horse battery';
const UPLOAD_MOST_BYTES = 5_000_000;
const DAY_US = 86_400_000_000;

/** Somebody at a browser: a client of the contract, and raw requests with the same cookie. */
export interface Person {
  readonly client: Client;
  readonly accountId: string;
  request(given: RawRequest): Promise<RawAnswer>;
}
export interface RawRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>;
  readonly text: string;
  readonly bytes: Buffer;
}
/** A file for an upload. */
export interface SentFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The whole server on a new embedded store, with every answer checked against the contract. */
export interface RunningServer {
  readonly server: Server;
  readonly folder: string;
  /** The first administrator, signed in. */
  readonly administrator: Person;
  readonly nobody: Person;
  /** A new person with this role, signed in. */
  person(role: Role, login?: string): Promise<Person>;
  signIn(login: string, password: string): Promise<Person>;
  /** Everything that was logged. */
  log(): string;
  /** Adds a capture as an upload and waits until it has been read and the devices are in the list. */
  upload(file: SentFile): Promise<string>;
  /** Makes the time of the server go on by so much at once. */
  moveClock(days: number): void;
  /** Ends the process's hold on the data and starts again on them. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function runServer(more: Partial<Config> = {}): Promise<RunningServer> {
  const folder = await newStoreFolder();
  let logged = '';
  const logStream = { write: (line: string) => void (logged += line) };
  const config: Config = {
    dataFolder: folder,
    place: { folder },
    host: '127.0.0.1',
    port: 0,
    uploadMostBytes: UPLOAD_MOST_BYTES,
    logLevel: 'debug',
    ...more,
  };
  const machine = systemClock();
  let aheadUs = 0;
  const clock = { nowUs: () => machine.nowUs() + aheadUs };
  const options = { logStream, onFirstPassword: () => {}, firstPassword: FIRST_PASSWORD, checksAnswers: true, clock };
  let server = await startServer(config, options);
  const personWith = (cookie: string, accountId: string): Person => {
    const request = (given: RawRequest) => inject(server, cookie, given);
    return { client: createClient((asked) => carry(request, asked)), accountId, request };
  };
  const signIn = async (login: string, password: string): Promise<Person> => {
    const body = JSON.stringify({ login, password });
    const { status, headers, text } = await inject(server, '', { method: 'POST', path: '/api/session', body });
    if (status !== 200) throw new Error(`sign-in of ${login}: ${text}`);
    const session = JSON.parse(text) as { account: { id: string } };
    return personWith(String(headers['set-cookie']).split(';')[0] ?? '', session.account.id);
  };
  const administrator = await signIn('administrator', FIRST_PASSWORD);
  let people = 0;
  return {
    get server() {
      return server;
    },
    folder,
    administrator,
    nobody: personWith('', ''),
    person: async (role, login = `person${++people}`) => {
      const { password } = await administrator.client.accounts.create({ body: { login, name: `${login} さん`, role } });
      const person = await signIn(login, password);
      await person.client.session.changePassword({ body: { current: password, next: `${FIRST_PASSWORD} ${login}` } });
      return person;
    },
    signIn,
    log: () => logged,
    upload: async (file) => {
      const { id } = await administrator.client.captures.upload({ file });
      await server.queue.idle();
      await server.site.settled();
      return id;
    },
    moveClock: (days) => {
      aheadUs += days * DAY_US;
    },
    restart: async () => {
      await server.close();
      server = await startServer(config, options);
    },
    stop: async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function inject({ web }: Server, cookie: string, given: RawRequest): Promise<RawAnswer> {
  const { method = 'GET', path, body, headers = {} } = given;
  const answer = await web.inject({
    method,
    url: path,
    headers: {
      'accept-language': 'en',
      ...(cookie !== '' && { cookie }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { payload: body }),
  });
  return { status: answer.statusCode, headers: answer.headers, text: answer.body, bytes: answer.rawPayload };
}

async function carry(request: (given: RawRequest) => Promise<RawAnswer>, asked: ClientRequest): Promise<ClientAnswer> {
  const { method, path, body, upload, download } = asked;
  const sent = upload ? multipart(body as SentFile) : { body: body === undefined ? undefined : JSON.stringify(body) };
  const { status, text, bytes } = await request({
    method: method as 'GET',
    path,
    ...(sent.body !== undefined && { body: sent.body }),
    ...('headers' in sent && { headers: sent.headers }),
  });
  return { status, body: download === true && status === 200 ? bytes : (JSON.parse(text) as unknown) };
}

const BOUNDARY = 'mimamori-test-boundary';

/** A body of RFC 7578 with one file in the field `file`. */
export function multipart({ name, bytes }: SentFile, field = 'file') {
  const head = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${field}"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`;
  return {
    body: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
  };
}
