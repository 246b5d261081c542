import { afterAll, beforeAll, describe } from 'vitest';
import { postgresBin } from '../../tests/available.ts';
import { accountsSuite } from '../../tests/store/accounts.ts';
import { auditSuite } from '../../tests/store/audit.ts';
import { capturesSuite } from '../../tests/store/captures.ts';
import { devicesSuite } from '../../tests/store/devices.ts';
import { ingestSuite } from '../../tests/store/ingest.ts';
import { embeddedPlace, postgresqlPlace, type TestPlace } from '../../tests/store/place.ts';

/** The same tests on both engines: what holds in the laptop holds on the server. */
const bin = postgresBin();

describe('embedded', () => onEngine(embeddedPlace));

if (bin !== undefined) describe('PostgreSQL', () => onEngine(async () => await postgresqlPlace(bin)));

function onEngine(open: () => Promise<TestPlace>): void {
  let opened: TestPlace | undefined;
  const place = (): TestPlace => {
    if (opened === undefined) throw new Error('the store is not open');
    return opened;
  };
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(async () => await opened?.close());

  describe('accounts', () => accountsSuite(place));
  describe('audit', () => auditSuite(place));
  describe('captures', () => capturesSuite(place));
  describe('devices', () => devicesSuite(place));
  describe('ingest', () => ingestSuite(place));
}
