import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from '../available.ts';
import {
  expectAccessible,
  expectNothingOf,
  type Language,
  openBrowser,
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
}[] = [
  { path: '/', ja: '概要', en: 'Overview', picture: 'overview' },
  { path: '/devices', ja: '機器台帳', en: 'Devices', picture: 'devices' },
  { path: '/devices?type=T061&type=T062&sort=last-seen&direction=descending', ja: '機器台帳', en: 'Devices' },
  { path: '/devices?text=nothing-like-it', ja: '機器台帳', en: 'Devices' },
  { path: '/devices/DEVICE', ja: CT, en: CT, picture: 'device' },
  { path: '/devices/DEVICE?open=os', ja: CT, en: CT },
  { path: '/devices/DEVICE?open=type', ja: CT, en: CT },
  { path: '/devices/DEVICE?tab=traffic', ja: CT, en: CT },
  { path: '/devices/DEVICE?tab=timeline', ja: CT, en: CT },
  { path: '/devices/DEVICE?tab=evidence', ja: CT, en: CT },
  { path: '/devices/no-such-device', ja: 'no-such-device', en: 'no-such-device' },
  { path: '/map', ja: 'ネットワーク図', en: 'Network map', picture: 'network-map' },
  { path: '/map?group=vlan%3A20', ja: 'ネットワーク図', en: 'Network map' },
  { path: '/map?from=vlan%3A20&to=vlan%3A10', ja: 'ネットワーク図', en: 'Network map' },
  { path: '/map?by=type', ja: 'ネットワーク図', en: 'Network map' },
  { path: '/map?by=place', ja: 'ネットワーク図', en: 'Network map' },
  { path: '/captures', ja: 'キャプチャとセンサー', en: 'Captures and sensors', picture: 'captures' },
  { path: '/captures/CAPTURE', ja: '1-early.pcap', en: '1-early.pcap' },
  { path: '/approvals', ja: '承認', en: 'Approvals' },
  { path: '/accounts', ja: '利用者', en: 'Accounts' },
  { path: '/audit', ja: '監査証跡', en: 'Audit trail' },
  { path: '/settings', ja: '設定', en: 'Settings' },
  { path: '/new-password', ja: 'パスワードの変更', en: 'Change password' },
  { path: '/no/such/page', ja: 'ページが見つかりません', en: 'There is no such page' },
];
const LANGUAGES = ['ja', 'en'] as const;
const ALL_PAGES_MS = 240_000;

describe.skipIf(chromiumPath() === undefined)('every page', () => {
  let browser: Browser;
  let site: Site;
  let ids: Readonly<Record<'DEVICE' | 'CAPTURE', string>>;

  beforeAll(async () => {
    browser = await openBrowser();
    site = await openSite();
    const { client } = site.running.administrator;
    const capture = await client.captures.read({ body: { path: site.morning.first } });
    await site.running.server.queue.idle();
    await site.running.server.site.settled();
    const found = await client.devices.list({ query: { text: 'CT02RAD' } });
    ids = { DEVICE: encodeURIComponent(found.devices[0]?.id ?? ''), CAPTURE: capture.id };
  }, ALL_PAGES_MS);

  afterAll(async () => {
    await site?.stop();
    await browser?.close();
  });

  const addressOf = (path: string): string =>
    site.address + path.replace('DEVICE', ids.DEVICE).replace('CAPTURE', ids.CAPTURE);

  /** Until the page has what it asked for: nothing is announced as loading. */
  const settle = async (page: Page): Promise<void> => {
    await page.waitForLoadState('networkidle').catch(() => undefined);
    await expect.poll(() => page.locator('.mantine-Skeleton-root').count()).toBe(0);
  };

  it.each(LANGUAGES.flatMap((language) => [[language, 'light'] as const, [language, 'dark'] as const]))(
    'is accessible and shows nothing of a patient, in %s and %s',
    async (language: Language, scheme) => {
      const { page, complaints } = await visit(browser, language, scheme);
      await page.goto(site.address);
      await expectAccessible(page);
      await signIn(page, site, language);
      for (const each of PAGES) {
        await page.goto(addressOf(each.path));
        await page.getByRole('heading', { level: 1, name: each[language], exact: true }).waitFor();
        await settle(page);
        await expectAccessible(page);
        await expectNothingOf(page, site.morning.patientValues);
        if (each.picture !== undefined && scheme === 'light') await takeScreenshot(page, `${each.picture}-${language}`);
        if (each.picture === 'device' && scheme === 'dark') await takeScreenshot(page, `device-dark-${language}`);
      }
      expect(complaints.filter((each) => !each.includes('404'))).toEqual([]);
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
        await page.goto(addressOf(each.path));
        await page.getByRole('heading', { level: 1, name: each.ja, exact: true }).waitFor();
        await settle(page);
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
      await page.getByRole('table', { name: 'Devices' }).waitFor();
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
      await page.getByRole('button', { name: 'Type', exact: true }).first().focus();
      await page.keyboard.press('Enter');
      const choices = page.getByRole('dialog', { name: 'Filter by Type' });
      await choices.waitFor();
      await page.keyboard.type('CT scanner');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Space');
      await expect.poll(() => page.url()).toContain('type=T');
      await page.keyboard.press('Escape');
      await choices.waitFor({ state: 'detached' });
      await page.getByRole('table', { name: 'Devices' }).focus();
      for (let tab = 0; tab < 12; tab++) {
        await page.keyboard.press('Tab');
        if (String(await page.evaluate('document.activeElement.getAttribute("href")')).startsWith('/devices/')) break;
      }
      await page.keyboard.press('Enter');
      await expect.poll(() => page.url()).toMatch(/\/devices\/[^?]+/);
      await page.context().close();
    },
    ALL_PAGES_MS,
  );
});
