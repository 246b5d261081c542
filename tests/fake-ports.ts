import type { Role } from '../src/contract/index.ts';
import { Fault } from '../src/kernel/index.ts';
import type { LiveSession, Ports } from '../src/server/index.ts';
import { hashToken } from '../src/server/auth/token.ts';

/** Time of all fakes: 2026-01-01T00:00:00Z. */
export const FAKE_NOW_US = 1_767_225_600_000_000;

/** A token that the fakes know as the session of somebody with this role. */
export const tokenOf = (role: Role): string => role.padEnd(43, '0');

export function sessionOfRole(role: Role): LiveSession {
  return {
    account: {
      id: '01900000-0000-7000-8000-000000000001',
      login: role,
      name: role,
      role,
      disabled: false,
      mustChangePassword: false,
      createdAt: '2026-01-01T00:00:00.000000Z',
    },
    lastUsedAtUs: FAKE_NOW_US,
    expiresAtUs: FAKE_NOW_US + 3_600_000_000,
  };
}

const NAMES: readonly (keyof Ports)[] = [
  'accounts',
  'approvals',
  'audit',
  'captures',
  'devices',
  'deviceTypes',
  'health',
  'networkMaps',
  'overview',
  'sensors',
  'settings',
];

/**
 * Ports on which only sessions work. Every other call is noted in `reached` and refused with `state-conflict`, so that a
 * test sees how far a request came.
 */
export function fakePorts(reached: string[], given: Partial<Ports> = {}): Ports {
  const sessions = new Map(
    (['administrator', 'editor', 'viewer'] as const).map((role) => [hashToken(tokenOf(role)), role]),
  );
  const refusing = (port: string): object =>
    new Proxy(
      {},
      {
        get: (_, method) => () => {
          reached.push(`${port}.${String(method)}`);
          throw new Fault('state-conflict', { what: 'operation', id: port, state: 'ended' });
        },
      },
    );
  const find = (tokenHash: string) => {
    const role = sessions.get(tokenHash);
    return Promise.resolve(role === undefined ? undefined : sessionOfRole(role));
  };
  const working: Readonly<Record<string, unknown>> = { find, noteUse: () => Promise.resolve() };
  const refused = Object.fromEntries(NAMES.map((name) => [name, refusing(name)])) as Omit<Ports, 'clock' | 'sessions'>;
  return {
    ...refused,
    clock: { nowUs: () => FAKE_NOW_US },
    sessions: new Proxy(refusing('sessions') as Ports['sessions'], {
      get: (target, method) => working[String(method)] ?? (Reflect.get(target, method) as unknown),
    }),
    ...given,
  };
}
