import type * as z from 'zod';

/** What an operation's parts are once they have been checked. */
export type ParamsOf<Op> = Op extends { readonly params: infer Shape extends z.ZodType } ? z.output<Shape> : never;
export type QueryOf<Op> = Op extends { readonly query: infer Shape extends z.ZodType } ? z.output<Shape> : never;
export type BodyOf<Op> = Op extends { readonly body: infer Shape extends z.ZodType } ? z.output<Shape> : never;
