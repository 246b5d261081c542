import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from '../available.ts';
import { captureOfPrograms } from '../captures-of-programs.ts';
import {
  expectAccessible,
  expectContrast,
  expectNothingOf,
  type Language,
  openBrowser,
  openDoor,
  PATIENCE_MS,
  signIn,
  takeScreenshot,
  visit,
} from './browser.ts';
import { openSite, type Site } from './site.ts';

const SIZE_OF_A_PHONE = { width: 390, height: 844 };

/** Every address of the app, with the heading that says that it is there, and the pictures that the documentation shows. */
const CT = /^CT02-?RAD$/;
const PAGES: readonly {
  readonly path: string;
  readonly ja: string | RegExp;
  readonly en: string | RegExp;
  readonly picture?: string;
  /** Has colours that no page with a picture has. */
  readonly inDark?: true;
}[] = [
  { path: '/', ja: '概要', en: 'Overview', picture: 'overview' },
  { path: '/devices', ja: '機器台帳', en: 'Devices', picture: 'devices' },
  { path: '/devices?type=T061&type=T062&sort=last-seen&direction=descending', ja: '機器台帳', en: 'Devices' },
  { path: '/devices?text=nothing-like-it', ja: '機器台帳', en: 'Devices' },
  { path: '/devices/DEVICE', ja: CT, en: CT, picture: 'device' },
  { path: '/devices/DEVICE?open=os', ja: CT, en: CT },
  { path: '/devices/DEVICE?open=type', ja: CT, en: CT, inDark: true },
  { path: '/devices/DEVICE?tab=traffic', ja: CT, en: CT, inDark: true },
  { path: '/devices/DEVICE?tab=timeline', ja: CT, en: CT },
  { path: '/devices/DEVICE?tab=evidence', ja: CT, en: CT },
  { path: '/devices/no-such-device', ja: 'no-such-device', en: 'no-such-device', inDark: true },
  { path: '/map', ja: 'ネットワーク図', en: 'Network map', picture: 'network-map' },
  { path: '/map?group=vlan%3A20', ja: 'ネットワーク図', en: 'Network map' },
  { path: '/map?from=vlan%3A20&to=vlan%3A10', ja: 'ネットワーク図', en: 'Network map' },
  { path: '/map?by=type', ja: 'ネットワーク図', en: 'Network map' },
  { path: '/map?by=place', ja: 'ネットワーク図', en: 'Network map' },
  { path: '/captures', ja: 'キャプチャとセンサー', en: 'Captures and sensors', picture: 'captures' },
  { path: '/captures/CAPTURE', ja: '1-early.pcap', en: '1-early.pcap' },
  { path: '/captures/KEPT', ja: 'dhcp.pcap', en: 'dhcp.pcap', inDark: true },
  { path: '/approvals', ja: '承認', en: 'Approvals' },
  { path: '/accounts', ja: '利用者', en: 'Accounts', inDark: true },
  { path: '/audit', ja: '監査証跡', en: 'Audit trail', inDark: true },
  { path: '/settings', ja: '設定', en: 'Settings' },
  { path: '/new-password', ja: 'パスワードの変更', en: 'Change password' },
  { path: '/no/such/page', ja: 'ページが見つかりません', en: 'There is no such page' },
];
const ALL_PAGES_MS = 600_000;
/** Uploaded and kept whole. */
const KEPT_FILE = captureOfPrograms('dhcp.pcap');
const POLLING = { timeout: PATIENCE_MS };

describe.skipIf(chromiumPath() === undefined)('every page', () => {
  let browser: Browser;
  let site: Site;
  let ids: Readonly<Record<'DEVICE' | 'CAPTURE' | 'KEPT', string>>;

  beforeAll(async () => {
    browser = await openBrowser();
    site = await openSite();
    const { client } = site.running.administrator;
    const capture = await client.captures.read({ body: { path: site.morning.first } });
    const kept = await client.captures.upload({ file: KEPT_FILE, query: { keepDays: 30 } });
    await site.running.server.queue.idle();
    await site.running.server.site.settled();
    const found = await client.devices.list({ query: { text: 'CT02RAD' } });
    ids = { DEVICE: encodeURIComponent(found.devices[0]?.id ?? ''), CAPTURE: capture.id, KEPT: kept.id };
  }, ALL_PAGES_MS);

  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  const addressOf = (path: string): string =>
    site.address + path.replace('DEVICE', ids.DEVICE).replace('CAPTURE', ids.CAPTURE).replace('KEPT', ids.KEPT);

  const show = async (page: Page, { path, ...names }: (typeof PAGES)[number], language: Language): Promise<void> => {
    await page.goto(addressOf(path));
    await page.getByRole('heading', { level: 1, name: names[language], exact: true }).waitFor();
    // Nothing is on its way any more.
    await expect.poll(() => page.locator('.mantine-Skeleton-root').count(), POLLING).toBe(0);
  };

  it.each(['ja', 'en'] as const)(
    'is accessible and shows nothing of a patient, in %s',
    async (language) => {
      const { page, complaints } = await visit(browser, language);
      await openDoor(page, site, language);
      await expectAccessible(page);
      await signIn(page, site, language);
      for (const each of PAGES) {
        await show(page, each, language);
        await expectAccessible(page);
        await expectNothingOf(page, site.morning.patientValues);
        if (each.picture !== undefined) await takeScreenshot(page, `${each.picture}-${language}`);
      }
      expect(complaints.filter((each) => !each.includes('404'))).toEqual([]);
      await page.context().close();
    },
    ALL_PAGES_MS,
  );

  it(
    'has enough contrast in dark colours',
    async () => {
      const { page } = await visit(browser, 'en', 'dark');
      await page.goto(site.address);
      await expectContrast(page);
      await signIn(page, site, 'en');
      for (const each of PAGES.filter(({ picture, inDark }) => picture !== undefined || inDark)) {
        await show(page, each, 'en');
        await expectContrast(page);
        if (each.picture === 'device') await takeScreenshot(page, 'device-dark-en');
      }
      await page.context().close();
    },
    ALL_PAGES_MS,
  );

  it(
    'fits a phone, without scrolling sideways',
    async () => {
      const { page } = await visit(browser, 'ja');
      await page.setViewportSize(SIZE_OF_A_PHONE);
      await signIn(page, site, 'ja');
      for (const each of PAGES) {
        await show(page, each, 'ja');
        const width = Number(await page.evaluate('document.documentElement.scrollWidth'));
        expect(width, each.path).toBeLessThanOrEqual(SIZE_OF_A_PHONE.width);
      }
      await page.context().close();
    },
    ALL_PAGES_MS,
  );

  it(
    'can be used by keyboard: skip the menu, open a filter, choose, and reach a device',
    async () => {
      const { page } = await visit(browser, 'en');
      await signIn(page, site, 'en');
      await page.goto(addressOf('/devices'));
      const table = page.getByRole('table', { name: 'Devices' });
      await table.waitFor();
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
      await page.getByRole('button', { name: 'Type', exact: true }).first().focus();
      await page.keyboard.press('Enter');
      const choices = page.getByRole('dialog', { name: 'Type' });
      await choices.waitFor();
      await page.keyboard.type('CT scanner');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Space');
      await expect.poll(() => page.url(), POLLING).toContain('type=T');
      await page.keyboard.press('Escape');
      await choices.waitFor({ state: 'detached' });
      await table.focus();
      await tabToDevice(page);
      await page.keyboard.press('Enter');
      await page.getByRole('link', { name: 'What it is' }).waitFor();
      expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
      await page.context().close();
    },
    ALL_PAGES_MS,
  );

  it(
    'keeps a file by keyboard, opens it for a reason, and removes it',
    async () => {
      const { page, complaints } = await visit(browser, 'en');
      await signIn(page, site, 'en');
      await page.goto(addressOf('/captures'));
      await page.getByRole('checkbox', { name: 'Keep the file' }).focus();
      await page.keyboard.press('Space');
      await page.keyboard.press('Tab');
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type('91');
      await page.getByText('Give a whole number of days from 1 to 90.').waitFor();
      await expectAccessible(page);

      await page.goto(addressOf('/captures/KEPT'));
      await page.getByRole('button', { name: 'Open the file' }).focus();
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name: `Open ${KEPT_FILE.name}` });
      await dialog.getByRole('textbox', { name: 'Reason' }).waitFor();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await dialog.getByText('Write why you open it.').waitFor();
      await expectAccessible(page);
      await dialog.getByRole('textbox', { name: 'Reason' }).focus();
      await page.keyboard.type('A lease that nobody understands');
      const downloading = page.waitForEvent('download');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      const download = await downloading;
      expect(download.suggestedFilename()).toBe(KEPT_FILE.name);
      expect(readFileSync(await download.path()).equals(Buffer.from(KEPT_FILE.bytes))).toBe(true);
      await dialog.waitFor({ state: 'detached' });

      await page.getByRole('button', { name: 'Remove the file' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name: 'Remove the kept file' }).waitFor();
      await expectAccessible(page);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByRole('region', { name: 'Kept file' }).waitFor({ state: 'detached' });
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    ALL_PAGES_MS,
  );
});

/** From the table through the headings that sort it to its first row. */
async function tabToDevice(page: Page): Promise<void> {
  for (let tab = 0; tab < 12; tab++) {
    await page.keyboard.press('Tab');
    const href = String(await page.evaluate('document.activeElement.getAttribute("href")'));
    if (href.startsWith('/devices/')) return;
  }
  throw new Error('no device was reached');
}
