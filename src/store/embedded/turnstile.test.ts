import { expect, test } from 'vitest';
import { Turnstile } from './turnstile.ts';

test('one at a time, in the order of asking', async () => {
  const turnstile = new Turnstile();
  const said: string[] = [];
  const take = async (name: string): Promise<void> => {
    const leave = await turnstile.enter();
    said.push(`${name} in`);
    await Promise.resolve();
    said.push(`${name} out`);
    leave();
  };
  await Promise.all([take('a'), take('b'), take('c')]);
  expect(said).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
});
