import { expect, test } from 'vitest';
import { openStore } from '../store.ts';
import { serverOf } from './postgresql-engine.ts';

test('a server that is not there is named by its refusal, without its password', async () => {
  // Port 9 is "discard"; nothing listens there on a loopback address of our own.
  const refused = openStore({ url: 'postgresql://somebody:secret@127.9.9.9:9/mimamori' });
  await expect(refused).rejects.toMatchObject({ code: 'store-unavailable' });
  await expect(refused).rejects.not.toThrow('secret');
});

test('messages name the server and no credentials', () => {
  expect(serverOf('postgresql://a:b@host:5432/db?sslmode=require')).toBe('postgresql://host:5432/db');
  expect(serverOf('postgresql://host/db')).toBe('postgresql://host/db');
});
