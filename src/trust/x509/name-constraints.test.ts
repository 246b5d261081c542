import { describe, expect, test } from 'vitest';
import { generateSigner } from '#connect';
import {
  crypto,
  deviceExtensions,
  issue,
  makeAuthority,
  makeRoot,
  nameOf,
  NOW_US,
} from '../../../tests/trust-authorities.ts';
import * as ext from './extensions.ts';
import type { AltName, AltNameSubtree } from './general-names.ts';
import { encodeName } from './name.ts';
import { validatePath } from './path.ts';

const root = await makeRoot();
const { publicKey } = await generateSigner('ecdsa-p256-sha256');

type Subtrees = Parameters<typeof ext.nameConstraints>[0];

/** The form of name that is not permitted below an authority with `subtrees`, or `ok`. */
async function judged(subtrees: Subtrees, names: readonly AltName[], subject = nameOf('pump-7')): Promise<string> {
  const authority = await makeAuthority(root, 'CA', { more: [ext.nameConstraints(subtrees)] });
  const extensions = [...deviceExtensions(publicKey, authority)];
  if (names.length > 0) extensions.push(ext.subjectAltName(names));
  const certificate = await issue(authority, publicKey, { subject, extensions });
  const verdict = validatePath(
    { certificate, others: [authority.certificate], anchors: [root.certificate], atUs: NOW_US },
    crypto,
  );
  if (verdict.ok) return 'ok';
  return verdict.rule === 'name-not-permitted' ? (verdict.detail ?? '') : verdict.rule;
}

const dns = (text: string): AltNameSubtree & AltName => ({ kind: 'dns', text });
const email = (text: string): AltNameSubtree & AltName => ({ kind: 'email', text });
const uri = (text: string): AltNameSubtree & AltName => ({ kind: 'uri', text });
const ip = (text: string): AltName => ({ kind: 'ip', text });
const directory = (...commonNames: readonly string[]): AltNameSubtree & AltName => ({
  kind: 'directory',
  name: encodeName([[{ type: 'C', text: 'JP' }], ...commonNames.map((text) => [{ type: 'O', text } as const])]),
});

describe('permitted', () => {
  test.each<[AltNameSubtree, AltName, string]>([
    [dns('example.test'), dns('pump.example.test'), 'ok'],
    [dns('example.test'), dns('EXAMPLE.test'), 'ok'],
    [dns('example.test'), dns('badexample.test'), 'dns'],
    [dns('.example.test'), dns('example.test'), 'dns'],
    [dns(''), dns('any.test'), 'ok'],
    [dns('example.test'), ip('10.0.0.1'), 'ok'],
    [{ kind: 'ip', text: '10.1.0.0', prefixLength: 20 }, ip('10.1.15.255'), 'ok'],
    [{ kind: 'ip', text: '10.1.0.0', prefixLength: 20 }, ip('10.1.16.0'), 'ip'],
    [{ kind: 'ip', text: '10.1.0.0', prefixLength: 20 }, ip('2001:db8::1'), 'ip'],
    [{ kind: 'ip', text: '2001:db8::', prefixLength: 32 }, ip('2001:db8:7::1'), 'ok'],
    [email('example.test'), email('me@example.test'), 'ok'],
    [email('example.test'), email('me@mail.example.test'), 'email'],
    [email('.example.test'), email('me@mail.example.test'), 'ok'],
    [email('me@example.test'), email('me@EXAMPLE.test'), 'ok'],
    [email('me@example.test'), email('you@example.test'), 'email'],
    [uri('example.test'), uri('https://user@example.test:8443/a?b'), 'ok'],
    [uri('example.test'), uri('https://www.example.test/'), 'uri'],
    [uri('.example.test'), uri('https://www.example.test/'), 'ok'],
    [uri('example.test'), uri('https://10.0.0.1/'), 'uri'],
    [directory('Example Hospital'), dns('any.test'), 'ok'],
    [directory('Other Hospital'), dns('any.test'), 'directory'],
  ])('%o with %o: %s', async (subtree, name, expected) => {
    expect(await judged({ permitted: [subtree] }, [name])).toBe(expected);
  });

  test('one of several suffices', async () => {
    expect(await judged({ permitted: [dns('a.test'), dns('b.test')] }, [dns('x.b.test')])).toBe('ok');
    expect(await judged({ permitted: [dns('a.test'), dns('b.test')] }, [dns('x.b.test'), dns('c.test')])).toBe('dns');
  });
});

describe('excluded', () => {
  test.each<[AltNameSubtree, AltName, string]>([
    [dns('secret.example.test'), dns('pump.example.test'), 'ok'],
    [dns('secret.example.test'), dns('a.secret.example.test'), 'dns'],
    [dns('secret.example.test'), dns('*.example.test'), 'dns'],
    [dns('secret.example.test'), dns('*.other.test'), 'ok'],
    [{ kind: 'ip', text: '10.0.0.0', prefixLength: 8 }, ip('10.2.3.4'), 'ip'],
    [{ kind: 'ip', text: '10.0.0.0', prefixLength: 8 }, ip('11.2.3.4'), 'ok'],
    [directory('Example Hospital'), dns('any.test'), 'directory'],
  ])('%o with %o: %s', async (subtree, name, expected) => {
    expect(await judged({ excluded: [subtree] }, [name])).toBe(expected);
  });
});

test('trap 4: a constraint on hosts of URIs refuses a URI without a host, such as urn:uuid', async () => {
  expect(
    await judged({ permitted: [uri('example.test')] }, [uri('urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6')]),
  ).toBe('uri');
});

test('the mail address of the subject counts when there is none among the alternative names', async () => {
  const subject = [...nameOf('x'), [{ type: 'emailAddress', text: 'me@evil.test' } as const]];
  expect(await judged({ permitted: [email('example.test')] }, [], subject)).toBe('email');
  expect(await judged({ permitted: [email('example.test')] }, [email('me@example.test')], subject)).toBe('ok');
});

test('constraints hold through all authorities below', async () => {
  const above = await makeAuthority(root, 'Above', {
    pathLength: 1,
    more: [ext.nameConstraints({ permitted: [dns('a.test')] })],
  });
  const authority = await makeAuthority(above, 'Below', {
    more: [ext.nameConstraints({ permitted: [dns('b.a.test')] })],
  });
  const ask = async (text: string) => {
    const extensions = [...deviceExtensions(publicKey, authority), ext.subjectAltName([dns(text)])];
    const certificate = await issue(authority, publicKey, { extensions });
    const others = [above.certificate, authority.certificate];
    return validatePath({ certificate, others, anchors: [root.certificate], atUs: NOW_US }, crypto).ok;
  };
  expect([await ask('x.b.a.test'), await ask('x.a.test'), await ask('b.test')]).toEqual([true, false, false]);
});

test('comparing very many names with very many constraints ends in a refusal, not in a wait', async () => {
  const many = (count: number, tail: string) => Array.from({ length: count }, (_, i) => dns(`h${i}.${tail}`));
  const permitted = [dns('example.test'), ...many(500, 'other.test')];
  expect(await judged({ permitted }, many(150, 'example.test'))).toBe('ok');
  expect(await judged({ permitted }, many(250, 'example.test'))).toBe('dns');
});
