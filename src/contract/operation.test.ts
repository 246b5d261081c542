import { expect, test } from 'vitest';
import { AUDIT_KINDS } from './audit-kinds.ts';
import { operations } from './openapi.ts';
import { API } from './operations/index.ts';
import { PERMISSIONS } from './permissions.ts';

const ALL = operations();
const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

test('there are operations, each with its place as id', () => {
  const expected = Object.entries(API).flatMap(([group, members]) =>
    Object.keys(members).map((name) => `${kebab(group)}.${kebab(name)}`),
  );
  expect(ALL.length).toBeGreaterThan(30);
  expect(ALL.map(({ id }) => id)).toEqual(expected);
});

test('no two operations answer the same request', () => {
  const requests = ALL.map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`);
  expect(new Set(requests).size).toBe(requests.length);
});

test.each(ALL)('$id: parameters of its path are its parameters', ({ path, params }) => {
  const inPath = new Set([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
  const shape = 'shape' in params ? Object.keys(params.shape as object) : [];
  expect(inPath).toEqual(new Set(shape));
});

test.each(ALL)('$id: who changes something leaves a record, who reads leaves none', ({ method, audit }) => {
  const left = audit === undefined ? 'none' : audit in AUDIT_KINDS;
  expect(left).toBe(method === 'GET' ? 'none' : true);
});

test.each(ALL)('$id: refuses fields that nobody asked for', ({ query, body }) => {
  expect(query.safeParse({ unasked: '1' }).success).toBe(false);
  expect(body.safeParse({ unasked: '1' }).success).toBe(false);
});

test('a part of a query that takes a permission of its own is a part of that query', () => {
  const named = ALL.filter(({ queryAccess }) => queryAccess !== undefined);
  expect(named.map(({ id }) => id)).toEqual(['captures.upload']);
  for (const { query, queryAccess = {}, access } of named) {
    const shape = 'shape' in query ? Object.keys(query.shape as object) : [];
    expect(shape).toEqual(expect.arrayContaining(Object.keys(queryAccess)));
    // Nobody can be asked who nobody is.
    expect(access).not.toBe('public');
  }
});

test('only what must be is open to everybody', () => {
  const open = ALL.filter(({ access }) => access === 'public').map(({ id }) => id);
  expect(open).toEqual(['session.sign-in', 'server.health']);
});

test('every permission is asked for by some operation', () => {
  const asked = new Set(ALL.map(({ access }) => access));
  expect(PERMISSIONS.filter((permission) => !asked.has(permission))).toEqual([]);
});
