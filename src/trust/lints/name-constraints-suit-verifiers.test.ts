import { expect, test } from 'vitest';
import { certificateObject } from '../../../tests/lint-objects.ts';
import * as ext from '../x509/extensions.ts';
import { nameConstraintsSuitVerifiers as lint } from './name-constraints-suit-verifiers.ts';

test('trap 4: warned of when critical', async () => {
  const constraints = { permitted: [{ kind: 'dns', text: 'example.test' } as const] };
  const found = async (critical: boolean) =>
    lint.check(await certificateObject({ more: [ext.nameConstraints(constraints, critical)] }));
  expect(await found(false)).toEqual([]);
  expect(await found(true)).toHaveLength(1);
  expect(lint.severity).toBe('warning');
});
