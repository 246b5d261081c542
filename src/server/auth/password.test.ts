import { describe, expect, it } from 'vitest';
import { PASSWORD_LEAST_CHARACTERS } from '#contract';
import { hashPassword, oneTimePassword, refuseWeakPassword, verifyNothing, verifyPassword } from './password.ts';

describe('passwords', () => {
  it('are kept as argon2id with their costs and a salt of their own', async () => {
    const hashes = await Promise.all([hashPassword('correct horse battery'), hashPassword('correct horse battery')]);
    for (const hash of hashes) expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(hashes[0]).not.toBe(hashes[1]);
    expect(hashes.join()).not.toContain('horse');
  });

  it('are the same however the keyboard composed them', async () => {
    const hash = await hashPassword('見守りパスワードです');
    expect(await verifyPassword('見守りﾊﾟｽﾜｰﾄﾞです', hash)).toBe(true);
    expect(await verifyPassword('見守りパスワードでし', hash)).toBe(false);
  });

  it('are wrong for a hash of another kind, a damaged one and one that asks for too much', async () => {
    const hash = await hashPassword('correct horse battery');
    for (const other of ['', 'x', '$2b$10$abc', hash.slice(0, -4), hash.replace('m=19456', 'm=999999999')]) {
      expect(await verifyPassword('correct horse battery', other)).toBe(false);
    }
    expect(await verifyNothing('correct horse battery')).toBe(false);
  });
});

describe('weak passwords', () => {
  it.each([
    'aaaaaaaaaaaaaaaa',
    'abababababab',
    '123456789012',
    'abcdefghijklmnop',
    '098765432109',
    'mimamori1234',
    'Password-password',
    'tanaka.tanaka1',
  ])('%s is refused', (password) => {
    expect(() => refuseWeakPassword(password, 'tanaka')).toThrow('password-too-weak');
  });

  it.each(['correct horse battery', '三日月宗近と鶴丸国永と骨喰', 'k8-Vw2_zq91x'])('%s is accepted', (password) => {
    expect(() => refuseWeakPassword(password, 'tanaka')).not.toThrow();
  });

  it('are none of the ones that Mimamori makes', () => {
    const made = Array.from({ length: 200 }, oneTimePassword);
    expect(new Set(made).size).toBe(200);
    for (const password of made) {
      expect(password.length).toBeGreaterThanOrEqual(PASSWORD_LEAST_CHARACTERS);
      expect(() => refuseWeakPassword(password, 'administrator')).not.toThrow();
    }
  });
});
