import { expect, test } from 'vitest';
import { openApi, operations } from './openapi.ts';

interface Described {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly requestBody?: { readonly content: Record<string, unknown> };
  readonly responses: Record<string, unknown>;
  readonly security?: readonly unknown[];
  readonly 'x-roles': readonly string[];
  readonly 'x-query-access'?: Readonly<Record<string, string>>;
}

const document = openApi('1.2.3') as {
  readonly openapi: string;
  readonly info: { readonly version: string };
  readonly paths: Record<string, Record<string, Described>>;
};
const described = Object.values(document.paths).flatMap((path) => Object.values(path));
const find = (id: string): Described => described.find(({ operationId }) => operationId === id)!;

test('every operation is described, and the whole is JSON', () => {
  expect(document).toMatchObject({ openapi: '3.1.1', info: { version: '1.2.3' } });
  expect(described.map(({ operationId }) => operationId).sort()).toEqual(
    operations()
      .map(({ id }) => id)
      .sort(),
  );
  expect(JSON.parse(JSON.stringify(document))).toEqual(document);
});

test('parameters, bodies and roles are what the contract says', () => {
  expect(find('devices.evidence').parameters).toMatchObject([
    { name: 'deviceId', in: 'path', required: true },
    { name: 'evidenceId', in: 'path', required: true },
  ]);
  const limit = find('devices.list').parameters.find(({ name }) => name === 'limit');
  expect(limit).toMatchObject({
    in: 'query',
    required: false,
    schema: { type: 'integer', maximum: 500, default: 100 },
  });
  expect(find('session.sign-in')).toMatchObject({ security: [], 'x-roles': ['administrator', 'editor', 'viewer'] });
  expect(find('accounts.list')).toMatchObject({ 'x-roles': ['administrator'] });
  expect(Object.keys(find('captures.upload').requestBody?.content ?? {})).toEqual(['multipart/form-data']);
  expect(find('captures.upload')).toMatchObject({
    parameters: [{ name: 'keepDays', in: 'query', required: false, schema: { minimum: 1, maximum: 90 } }],
    'x-query-access': { keepDays: 'captures.keep' },
  });
  expect(find('captures.open-kept').responses).toMatchObject({ 200: { content: { 'application/octet-stream': {} } } });
  expect(find('session.sign-out').requestBody).toBeUndefined();
  expect(find('server.events').responses).toMatchObject({ 200: { content: { 'text/event-stream': {} } } });
});
