import type * as z from 'zod';
import type { Operation } from './operation.ts';
import { API } from './operations/index.ts';
import { Problem } from './problem.ts';

/** A request as the caller's transport sends it: `fetch` in the browser, an injected request in tests. */
export interface ClientRequest {
  readonly method: string;
  /** Path with parameters and query filled in. */
  readonly path: string;
  /** Sent as JSON; absent for requests without a body. For uploads: whatever the transport takes. */
  readonly body?: unknown;
  readonly upload: boolean;
  /** The answer, unless it refuses, is a file. */
  readonly download?: true;
}
export interface ClientAnswer {
  readonly status: number;
  /** Parsed JSON, or the bytes of a download. */
  readonly body: unknown;
}
export type Transport = (request: ClientRequest) => Promise<ClientAnswer>;

/** The server refused; `problem` says why in the language that the transport asked for. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.title}`);
    this.problem = problem;
  }
}

type Part<Name extends string, Shape> =
  Record<string, never> extends Shape ? { readonly [Key in Name]?: Shape } : { readonly [Key in Name]: Shape };

/** What a call needs: only the parts that the operation has. `file` is whatever the transport sends as a file. */
export type InputOf<Op> =
  Op extends Operation<infer Params, infer Query, infer Body, z.ZodType, infer By>
    ? Part<'params', z.input<Params>> &
        Part<'query', z.input<Query>> &
        (By extends 'upload' ? { readonly file: unknown } : Part<'body', z.input<Body>>)
    : never;
export type AnswerOf<Op> = Op extends { readonly response: infer Response extends z.ZodType }
  ? z.output<Response>
  : never;

type Call<Op> =
  object extends InputOf<Op>
    ? (input?: InputOf<Op>) => Promise<AnswerOf<Op>>
    : (input: InputOf<Op>) => Promise<AnswerOf<Op>>;

export type Client = {
  readonly [Group in keyof typeof API]: {
    readonly [Name in keyof (typeof API)[Group]]: Call<(typeof API)[Group][Name]>;
  };
};

interface AnyInput {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly file?: unknown;
}

/** Every operation as a function. Throws a Refusal for a problem, and an Error for an answer that is none of ours. */
export function createClient(transport: Transport): Client {
  const groups = Object.entries(API).map(([group, operations]) => [
    group,
    Object.fromEntries(
      Object.entries<Operation>(operations).map(([name, operation]) => [
        name,
        (input: AnyInput = {}) => call(transport, operation, input),
      ]),
    ),
  ]);
  return Object.fromEntries(groups) as Client;
}

async function call(transport: Transport, operation: Operation, input: AnyInput): Promise<unknown> {
  const upload = operation.transfer === 'upload';
  const hasBody = operation.method === 'POST' || operation.method === 'PUT';
  const answer = await transport({
    method: operation.method,
    path: pathOf(operation.path, input.params, input.query),
    upload,
    ...(operation.transfer === 'download' && { download: true }),
    ...(hasBody && { body: upload ? input.file : (input.body ?? {}) }),
  });
  if (answer.status >= 200 && answer.status < 300) return answer.body;
  const problem = Problem.safeParse(answer.body);
  if (problem.success) throw new Refusal(problem.data);
  throw new Error(`${operation.id}: the answer ${answer.status} is not one of Mimamori`);
}

/** `{name}` of the path from `params`, then `query` in the order given; lists repeat their name, undefined is left out. */
export function pathOf(
  path: string,
  params: Readonly<Record<string, unknown>> = {},
  query: Readonly<Record<string, unknown>> = {},
): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((each) => each !== undefined)
      .map((each) => `${encodeURIComponent(name)}=${encodeURIComponent(String(each))}`),
  );
  return pairs.length === 0 ? filled : `${filled}?${pairs.join('&')}`;
}
