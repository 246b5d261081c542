import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ENTRY = fileURLToPath(new URL('engine-process.ts', import.meta.url));

function parser() {
  const child = spawn(process.execPath, [ENTRY], {
    stdio: ['pipe', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  return { child, said: () => said };
}

test('a parser that fails says where, and nothing of what it read or ran', async () => {
  const { child, said } = parser();
  child.send({ kind: 'begin', live: false });
  child.stdin?.end('PATIENT^SECRET');
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
  expect(said()).toMatch(/^the parser ended: TypeError\n +at /);
  expect(said()).not.toContain('PATIENT');
});

test('a parser whose server is gone ends, also while it waits for packets', async () => {
  const { child } = parser();
  const assignment = { sensorId: 's', run: 1, captureId: 'c', committed: 0 };
  child.send({ kind: 'begin', live: true, assignment });
  await once(child, 'message');
  child.disconnect();
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
});
