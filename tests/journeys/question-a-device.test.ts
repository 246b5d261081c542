import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from '../available.ts';
import {
  expectAccessible,
  expectNothingOf,
  type Language,
  openBrowser,
  PATIENCE_MS,
  signIn,
  takeScreenshot,
  visit,
} from './browser.ts';
import { openSite, type Site } from './site.ts';

/** The CT by the name it gives itself in DICOM, and what it says about its software. */
const AE_TITLE = 'CT02RAD';
/** The same machine calls itself so in DHCP; the page shows the name that is better known. */
const NAME = /^CT02-?RAD$/;
const SOFTWARE = 'syngo CT VA48A';

/** What a person reads and chooses, as it stands on the pages. */
const WORDS = {
  ja: {
    captures: 'キャプチャとセンサー',
    read: '読み込む',
    wasRead: '読み込み済み',
    search: '機器を探す',
    type: '機器の種類',
    ct: '全身用X線CT診断装置',
    pet: 'PET/CT装置',
    attribute: 'DICOM ソフトウェアの版',
    masked: 'マスク: 患者の情報を残さないため、保存していない',
    stretch: /[\d,]+バイトをマスク/,
    hash: 'フレーム全体のSHA-256',
    correct: '機器の種類を訂正',
    correctType: '正しい種類',
    reason: '理由 (任意)',
    why: '銘板で確認',
    save: '保存',
    corrected: '人が訂正',
    by: 'administrator が訂正',
    against: '反する根拠: 全身用X線CT診断装置',
    timeline: '経過',
    withdraw: '訂正を取り消す',
    audit: '監査証跡',
    auditKind: '機器の判定を訂正',
    verify: '証跡を検証',
    intact: 'のつながりに問題はありません。',
  },
  en: {
    captures: 'Captures and sensors',
    read: 'Read',
    wasRead: 'Read',
    search: 'Find a device',
    type: 'Type',
    ct: 'CT scanner',
    pet: 'PET/CT scanner',
    attribute: 'DICOM: software version',
    masked: 'masked: never kept, so that no patient’s data is',
    stretch: /[\d,]+ bytes masked/,
    hash: 'SHA-256 of the whole frame',
    correct: 'Correct: Type',
    correctType: 'Correct type',
    reason: 'Reason (optional)',
    why: 'label on the device',
    save: 'Save',
    corrected: 'Corrected by a person',
    by: 'Corrected by administrator',
    against: 'Speaks against it: CT scanner',
    timeline: 'Timeline',
    withdraw: 'Withdraw the correction',
    audit: 'Audit trail',
    auditKind: 'conclusion about a device corrected',
    verify: 'Verify the trail',
    intact: 'is unbroken.',
  },
} as const;
type Words = (typeof WORDS)[Language];

const JOURNEY_MS = 400_000;
const POLLING = { timeout: PATIENCE_MS };

describe.skipIf(chromiumPath() === undefined)('a device is questioned and corrected', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser?.close();
  });

  it.each(['ja', 'en'] as const)(
    'in %s: found by its AE title, opened to its bytes, corrected, and the correction survives new traffic',
    async (language) => {
      const site = await openSite();
      try {
        const { page, complaints } = await visit(browser, language);
        await signIn(page, site, language);
        await walk(page, site, language);
        expect(complaints).toEqual([]);
      } finally {
        await site.stop();
      }
    },
    JOURNEY_MS,
  );
});

async function walk(page: Page, site: Site, language: Language): Promise<void> {
  const words = WORDS[language];
  await readCapture(page, site, words, site.morning.first);
  await findDevice(page, words);
  await openSoftware(page, site, words, language);
  await correctType(page, words);
  const lastSeen = await seenUntil(page);
  await readCapture(page, site, words, site.morning.rest);
  await findDevice(page, words);
  await expect.poll(() => seenUntil(page), POLLING).not.toBe(lastSeen);
  await expectCorrection(page, words, language);
  await expectAudit(page, words);
  await findDevice(page, words);
  await withdraw(page, words);
}

/** Has a capture read that lies on the server, and waits until its devices are in the list. */
async function readCapture(page: Page, site: Site, words: Words, name: string): Promise<void> {
  await page.getByRole('link', { name: words.captures }).click();
  await page.getByRole('button', { name: `${words.read} ${name}` }).click();
  await page
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name }) })
    .getByText(words.wasRead, { exact: true })
    .waitFor();
  await site.running.server.site.settled();
}

async function findDevice(page: Page, words: Words): Promise<void> {
  await page.keyboard.press('/');
  await page.getByRole('searchbox', { name: words.search }).first().fill(AE_TITLE);
  await page.keyboard.press('Enter');
  // The heading of the columns and one device.
  await expect.poll(() => page.getByRole('row').count(), POLLING).toBe(2);
  await page.getByRole('link', { name: NAME }).click();
  await page.getByRole('heading', { level: 1, name: NAME }).waitFor();
}

async function openSoftware(page: Page, site: Site, words: Words, language: Language): Promise<void> {
  await page.getByRole('button', { name: SOFTWARE }).first().click();
  await page.getByRole('button', { name: words.attribute }).first().click();
  const dump = page.locator('figure').first();
  await dump.waitFor();
  // The bytes that said so, in hexadecimal and as text.
  const marked = await dump.locator('mark').allInnerTexts();
  const isHex = (text: string): boolean => /^[0-9a-f]{2}(?: [0-9a-f]{2})*$/.test(text.trim());
  const hex = marked.filter(isHex).join(' ').replaceAll(/\s+/g, '');
  expect(Buffer.from(hex, 'hex').toString('latin1').trim()).toBe(SOFTWARE);
  const readable = marked.filter((text) => !isHex(text)).join('');
  expect(readable.trim()).toBe(SOFTWARE);
  // Everything that is not needed is masked, the patient above all.
  expect(await dump.getByText(words.stretch).count()).toBeGreaterThan(0);
  await page.getByText(words.masked).waitFor();
  expect(await dump.innerText()).toMatch(new RegExp(`${words.hash}\\s+[0-9a-f]{64}`));
  await expectNothingOf(page, site.morning.patientValues);
  await expectAccessible(page);
  await page.getByRole('button', { name: SOFTWARE }).first().scrollIntoViewIfNeeded();
  await takeScreenshot(page, `evidence-${language}`);
}

async function correctType(page: Page, words: Words): Promise<void> {
  await page.getByRole('button', { name: `${words.type} ${words.ct}` }).waitFor();
  await page.getByRole('button', { name: words.correct }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('combobox', { name: words.correctType }).fill(words.pet.slice(0, 3));
  await page.getByRole('option', { name: words.pet, exact: true }).click();
  await form.getByLabel(words.reason).fill(words.why);
  await expectAccessible(page);
  await form.getByRole('button', { name: words.save }).click();
  await form.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: `${words.type} ${words.pet} ${words.corrected}` }).waitFor();
}

/** The period in which the device was seen, as the head of its page gives it. */
async function seenUntil(page: Page): Promise<string | null> {
  return await page.locator('h1 ~ * time').last().getAttribute('datetime');
}

async function expectCorrection(page: Page, words: Words, language: Language): Promise<void> {
  const row = page.getByRole('button', { name: `${words.type} ${words.pet} ${words.corrected}` });
  await row.click();
  await page.getByText(words.by).waitFor();
  await page.getByText(words.why).waitFor();
  await page.getByRole('heading', { name: words.against }).waitFor();
  await expectAccessible(page);
  await takeScreenshot(page, `correction-${language}`);
  await page.getByRole('link', { name: words.timeline, exact: true }).click();
  await page.getByRole('listitem').filter({ hasText: words.pet }).filter({ hasText: 'administrator' }).waitFor();
}

async function expectAudit(page: Page, words: Words): Promise<void> {
  await page.getByRole('link', { name: words.audit }).click();
  const row = page.getByRole('row').filter({ hasText: words.auditKind }).filter({ hasText: 'administrator' });
  await row.filter({ has: page.getByRole('link', { name: NAME }) }).waitFor();
  await page.getByRole('button', { name: words.verify }).click();
  await page.getByText(words.intact).waitFor();
}

async function withdraw(page: Page, words: Words): Promise<void> {
  await page.getByRole('button', { name: words.correct }).click();
  await page.getByRole('dialog').getByRole('button', { name: words.withdraw }).click();
  await page.getByRole('button', { name: `${words.type} ${words.ct}` }).waitFor();
}
