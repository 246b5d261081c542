import { Fault } from '#kernel';
import { describe, expect, it } from 'vitest';
import { SignInAttempts } from './sign-in-attempts.ts';

const SECOND_US = 1_000_000;

function rig() {
  let nowUs = 1_700_000_000 * SECOND_US;
  const attempts = new SignInAttempts({ nowUs: () => nowUs });
  const waitOf = (name: string, address: string): number => {
    try {
      attempts.refuseIfTooMany(name, address);
      return 0;
    } catch (error) {
      return error instanceof Fault && error.code === 'too-many-attempts' ? Number(error.details['seconds']) : -1;
    }
  };
  const fail = (times: number, name: string, address: string): void => {
    for (let time = 0; time < times; time++) attempts.failed(name, address);
  };
  return { attempts, waitOf, fail, pass: (seconds: number) => (nowUs += seconds * SECOND_US) };
}

describe('sign-in attempts', () => {
  it('are free at first, then wait longer and longer, up to a quarter of an hour', () => {
    const { waitOf, fail, pass } = rig();
    fail(4, 'tanaka', '10.0.0.1');
    expect(waitOf('tanaka', '10.0.0.1')).toBe(0);
    fail(1, 'tanaka', '10.0.0.1');
    expect(waitOf('tanaka', '10.0.0.1')).toBe(5);
    pass(5);
    expect(waitOf('tanaka', '10.0.0.1')).toBe(0);
    fail(1, 'tanaka', '10.0.0.1');
    expect(waitOf('tanaka', '10.0.0.1')).toBe(10);
    fail(30, 'tanaka', '10.0.0.2');
    expect(waitOf('tanaka', '10.0.0.3')).toBe(900);
  });

  it('do not keep others of the same place out', () => {
    const { waitOf, fail } = rig();
    fail(10, 'tanaka', '10.0.0.1');
    expect(waitOf('suzuki', '10.0.0.1')).toBe(0);
    expect(waitOf('tanaka', '10.0.0.9')).toBeGreaterThan(0);
  });

  it('slow down an address that tries many names', () => {
    const { waitOf, fail } = rig();
    for (let name = 0; name < 30; name++) fail(1, `name${name}`, '10.0.0.1');
    expect(waitOf('another', '10.0.0.1')).toBeGreaterThan(0);
    expect(waitOf('another', '10.0.0.2')).toBe(0);
  });

  it('are forgiven by the right password, and forgotten after an hour', () => {
    const { attempts, waitOf, fail, pass } = rig();
    fail(4, 'tanaka', '10.0.0.1');
    attempts.succeeded('tanaka');
    fail(1, 'tanaka', '10.0.0.1');
    expect(waitOf('tanaka', '10.0.0.1')).toBe(0);
    fail(4, 'suzuki', '10.0.0.2');
    pass(3601);
    fail(1, 'suzuki', '10.0.0.2');
    expect(waitOf('suzuki', '10.0.0.2')).toBe(0);
  });

  it('of a flood of names cost bounded memory', () => {
    const { waitOf, fail } = rig();
    fail(10, 'tanaka', '10.0.0.1');
    for (let name = 0; name < 20_000; name++) fail(1, `name${name}`, `address${name}`);
    expect(waitOf('tanaka', '10.0.0.1')).toBe(0);
  });
});
