import { expect, test } from 'vitest';
import { certificateObject } from '../../../tests/lint-objects.ts';
import * as ext from '../x509/extensions.ts';
import { endEntityHasAltName as lint } from './end-entity-has-alt-name.ts';

test('devices need one, authorities and responders do not', async () => {
  const extensions = [ext.extendedKeyUsage([ext.PURPOSE.clientAuth])];
  expect(lint.check(await certificateObject())).toEqual([]);
  expect(lint.check(await certificateObject({ extensions }))).toHaveLength(1);
  const responder = [ext.extendedKeyUsage([ext.PURPOSE.ocspSigning])];
  expect(lint.check(await certificateObject({ extensions: responder }))).toEqual([]);
  const authority = [ext.basicConstraints({ ca: true })];
  expect(lint.check(await certificateObject({ extensions: authority }))).toEqual([]);
});
