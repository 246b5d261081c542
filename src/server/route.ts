import type { Account, AnswerOf, Operation } from '#contract';
import type { Micros } from '#kernel';
import type { SignInAttempts } from './auth/sign-in-attempts.ts';
import type { EventHub, Listener } from './events.ts';
import type { Act, Ports, ServedFile, SpooledFile } from './ports.ts';
import type { BodyOf, ParamsOf, QueryOf } from './shapes.ts';

/** The person behind a request. */
export interface SignedIn {
  readonly account: Account;
  readonly tokenHash: string;
  readonly expiresAtUs: Micros;
}

/** Gives the session to the browser, or takes it away. */
export interface SessionCookie {
  set(token: string, maxAgeSeconds: number): void;
  clear(): void;
}

/** A request that was checked: all parts are as the operation says. */
export interface Asked<Op extends Operation> {
  readonly params: ParamsOf<Op>;
  readonly query: QueryOf<Op>;
  readonly body: BodyOf<Op>;
  /** The record of this operation. For operations that only read there is none, and asking for it is a fault of ours. */
  readonly act: Act;
  /** Network address of the client. */
  readonly address: string;
  readonly cookie: SessionCookie;
}

export interface PersonAsked<Op extends Operation> extends Asked<Op> {
  readonly person: SignedIn;
}

export interface UploadAsked<Op extends Operation> extends PersonAsked<Op> {
  readonly file: SpooledFile;
}

/** What handlers may use: each names the few that it takes. */
export interface Tools extends Ports {
  readonly attempts: SignInAttempts;
  readonly events: EventHub;
  /** Of this program, for the description. */
  readonly version: string;
}

type Handle<Given, Answer> = (asked: Given, tools: Tools) => Promise<Answer>;
/** Calls the listener from now on, until what it answers is called. */
type Subscribe<Given> = (asked: Given, tools: Tools) => (listener: Listener) => () => void;

/** An operation with what carries it out. Default deny: only `public` ones are handed to a request without a person. */
export type Route =
  | { readonly kind: 'public'; readonly operation: Operation; readonly handle: Handle<Asked<Operation>, unknown> }
  | { readonly kind: 'person'; readonly operation: Operation; readonly handle: Handle<PersonAsked<Operation>, unknown> }
  | { readonly kind: 'upload'; readonly operation: Operation; readonly handle: Handle<UploadAsked<Operation>, unknown> }
  | {
      readonly kind: 'download';
      readonly operation: Operation;
      readonly handle: Handle<PersonAsked<Operation>, ServedFile>;
    }
  | { readonly kind: 'events'; readonly operation: Operation; readonly handle: Subscribe<PersonAsked<Operation>> };

/** For an operation that anybody on the network may call. */
export function publicRoute<Op extends Operation>(operation: Op, handle: Handle<Asked<Op>, AnswerOf<Op>>): Route {
  return { kind: 'public', operation, handle };
}

/** For an operation of a signed-in person whose role has the permission that the operation names. */
export function route<Op extends Operation>(operation: Op, handle: Handle<PersonAsked<Op>, AnswerOf<Op>>): Route {
  return { kind: 'person', operation, handle };
}

/** The same with a file, which is on the disk when the handler is called and removed when the handler rejects. */
export function uploadRoute<Op extends Operation>(operation: Op, handle: Handle<UploadAsked<Op>, AnswerOf<Op>>): Route {
  return { kind: 'upload', operation, handle };
}

/** The same with a file as its answer. */
export function downloadRoute<Op extends Operation>(operation: Op, handle: Handle<PersonAsked<Op>, ServedFile>): Route {
  return { kind: 'download', operation, handle };
}

/** The same with a stream of events as its answer. */
export function eventsRoute<Op extends Operation>(operation: Op, handle: Subscribe<PersonAsked<Op>>): Route {
  return { kind: 'events', operation, handle };
}
