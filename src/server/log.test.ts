import { Fault } from '#kernel';
import { describe, expect, it } from 'vitest';
import { loggedError } from './log.ts';

describe('an error in the log', () => {
  it('keeps where it happened and hides what it quotes', () => {
    const logged = loggedError(new SyntaxError(`Unexpected token 'Y', "YAMADA^TARO" is not valid JSON`));
    expect(JSON.stringify(logged)).not.toContain('YAMADA');
    expect(logged.name).toBe('SyntaxError');
    expect(logged.stack[0]).toContain('log.test');
  });

  it('tells a fault, its code and its causes', () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED 10.0.0.5:5432'), { code: 'ECONNREFUSED' });
    const logged = loggedError(new Fault('store-unavailable', { reason: 'gone' }, cause));
    expect(logged).toMatchObject({ code: 'store-unavailable', cause: { code: 'ECONNREFUSED' } });
    expect(logged.message).toContain('gone');
  });

  it('ends, whatever is thrown', () => {
    const ring = new Error('ring');
    ring.cause = ring;
    expect(JSON.stringify(loggedError(ring)).length).toBeLessThan(20_000);
    expect(loggedError('YAMADA')).toEqual({ name: 'string', message: '', stack: [] });
  });
});
