import { Problem } from '#contract';
import { ERRORS, type ErrorCode, Fault } from '#kernel';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { checked, faultOf, InvalidInput, problemOf } from './problem.ts';

describe('a problem', () => {
  it.each(Object.keys(ERRORS) as ErrorCode[])('of %s fits the contract in both languages', (code) => {
    const fault = new Fault(code, { what: 'capture', id: 'x', state: 'done', seconds: 5 });
    for (const language of ['ja', 'en'] as const) {
      const problem = problemOf(fault, language);
      expect(Problem.parse(problem)).toEqual(problem);
      expect(problem.title).toContain(ERRORS[code][language].what.split('{')[0]);
    }
  });
});

describe('a request that does not fit', () => {
  const shape = z.strictObject({ login: z.string().min(3), role: z.enum(['editor', 'viewer']) });

  function fieldsOf(value: unknown, language: 'ja' | 'en') {
    try {
      checked(shape, value, 'body', language);
      return [];
    } catch (error) {
      return error instanceof InvalidInput ? error.fields : undefined;
    }
  }

  it('is refused with its fields, in the language asked for, without the values given', () => {
    const fields = fieldsOf({ login: 'yamada-taro-19501231'.slice(0, 2), role: 'king', more: 1 }, 'en');
    expect(fields?.map(({ path }) => path)).toEqual(['body.login', 'body.role', 'body']);
    expect(JSON.stringify(fields)).not.toContain('king');
    expect(fieldsOf({ login: 'ya', role: 'editor' }, 'ja')?.[0]?.message).toMatch(/[ぁ-ん]/);
  });

  it('passes when it fits', () => {
    expect(checked(shape, { login: 'abc', role: 'viewer' }, 'body', 'en')).toEqual({ login: 'abc', role: 'viewer' });
  });
});

describe('an error that is no fault', () => {
  it('becomes internal and shows nothing but where the log has it', () => {
    const problem = problemOf(faultOf(new Error('connect to db.internal as mimamori:geheim'), 'r-1'), 'en');
    expect(problem).toMatchObject({ code: 'internal', status: 500, details: { id: 'r-1' } });
    expect(JSON.stringify(problem)).not.toContain('geheim');
  });

  it('of the web framework becomes a refusal of the request', () => {
    const error = Object.assign(new SyntaxError('Unexpected token y in "yamada"'), { statusCode: 400 });
    const problem = problemOf(faultOf(error, 'r-1'), 'en');
    expect(problem).toMatchObject({ code: 'input-invalid', status: 400 });
    expect(JSON.stringify(problem)).not.toContain('yamada');
  });
});
