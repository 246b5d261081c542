import { expect, test } from 'vitest';
import { certificateObject } from '../../../tests/lint-objects.ts';
import * as ext from '../x509/extensions.ts';
import { authorityAnswersForNobody as lint } from './authority-answers-for-nobody.ts';

test('responders may, authorities may not', async () => {
  const signing = ext.extendedKeyUsage([ext.PURPOSE.ocspSigning]);
  const ca = ext.basicConstraints({ ca: true });
  expect(lint.check(await certificateObject({ extensions: [signing] }))).toEqual([]);
  expect(lint.check(await certificateObject({ extensions: [ca] }))).toEqual([]);
  expect(lint.check(await certificateObject({ extensions: [ca, signing] }))).toHaveLength(1);
});
