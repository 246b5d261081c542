import { expect, test } from 'vitest';
import { literalBeginning } from './literal-beginning.ts';

test.each([
  ['^Cisco IOS Software, (.*)$', 'Cisco IOS Softwa'],
  ['^OpenSSH_(\\d)', 'OpenSSH_'],
  ['^HP ETHERNET\\.X$', 'HP ETHERNET.X'],
  ['^Apple?', 'Appl'],
  ['^ab*c', 'a'],
  ['^(?:a|b)c', undefined],
  ['^a|b', undefined],
  ['^[ab]c', undefined],
  ['no anchor', undefined],
  ['^\\d+', undefined],
  ['^x[|]y', 'x'],
])('%s begins with %s', (pattern, expected) => {
  expect(literalBeginning(pattern)).toBe(expected);
});
