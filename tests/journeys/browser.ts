import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { chromiumPath } from '../available.ts';
import type { Site } from './site.ts';

export type Language = 'ja' | 'en';

/** Undefined where a machine has none; the tests then say that they were not run. */
const CHROMIUM = chromiumPath();

/** Quiet: a browser that asks elsewhere for updates would make the network of the machine part of the test. */
const OPTIONS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const SIZE = { width: 1360, height: 850 };
const SCREENSHOTS = join(import.meta.dirname, '..', '..', 'docs', 'screenshots');
/** Set it to take the pictures of the documentation again. */
const TAKES_SCREENSHOTS = process.env['UPDATE_SCREENSHOTS'] !== undefined;
/** A machine that is busy with something else answers late. */
export const PATIENCE_MS = 40_000;

export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({ ...(CHROMIUM !== undefined && { executablePath: CHROMIUM }), args: OPTIONS });
}

export interface Visit {
  readonly page: Page;
  /** What the page complained about in the console. */
  readonly complaints: readonly string[];
}

/** Somebody with a browser of that language, before the sign-in. */
export async function visit(
  browser: Browser,
  language: Language,
  colorScheme: 'light' | 'dark' = 'light',
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: SIZE,
    colorScheme,
    locale: language === 'ja' ? 'ja-JP' : 'en-GB',
    timezoneId: 'Asia/Tokyo',
    // What is still fading in has too little contrast for a moment, and a check at that moment proves nothing.
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // Who is not signed in is refused, and the browser notes every refusal.
    if (message.type() === 'error' && !message.text().includes('401')) complaints.push(message.text());
  });
  return { page, complaints };
}

const SIGN_IN = {
  ja: { language: '日本語', login: 'ログイン名', password: 'パスワード', signIn: 'ログイン', overview: '概要' },
  en: { language: 'English', login: 'Sign-in name', password: 'Password', signIn: 'Sign in', overview: 'Overview' },
} as const;

/** The first page, in the language that is chosen there. */
export async function openDoor(page: Page, site: Site, language: Language): Promise<void> {
  await page.goto(site.address);
  await page.getByText(SIGN_IN[language].language, { exact: true }).click();
  await page.getByRole('button', { name: SIGN_IN[language].signIn, exact: true }).waitFor();
}

/** From the first page to the overview, as a person does it. */
export async function signIn(page: Page, site: Site, language: Language): Promise<void> {
  const words = SIGN_IN[language];
  await openDoor(page, site, language);
  await page.getByLabel(words.login).fill(site.login);
  await page.getByLabel(words.password, { exact: true }).fill(site.password);
  await page.getByRole('button', { name: words.signIn, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: words.overview }).waitFor();
  expect(await page.evaluate('document.documentElement.lang')).toBe(language);
}

/** Fewer rules that had something to look at mean that there was no page. */
const RULES_AT_LEAST = 5;
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** No rule of WCAG 2.2 at level A or AA that a program can check is broken by what is on the page now. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations, passes } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
  const broken = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.html}`),
  );
  expect(broken).toEqual([]);
  expect(passes.length).toBeGreaterThan(RULES_AT_LEAST);
}

/** Enough contrast; all that other colours can break. */
export async function expectContrast(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withRules(['color-contrast']).analyze();
  expect(violations.flatMap(({ nodes }) => nodes.map((node) => `${node.target.join(' ')} ${node.html}`))).toEqual([]);
}

/** The shortest page says more than this. */
const TEXT_AT_LEAST = 100;

export async function expectNothingOf(page: Page, values: readonly string[]): Promise<void> {
  const text = String(await page.evaluate('document.body.innerText'));
  expect(text.length).toBeGreaterThan(TEXT_AT_LEAST);
  expect(values.filter((value) => text.includes(value))).toEqual([]);
}

export async function takeScreenshot(page: Page, name: string): Promise<void> {
  if (!TAKES_SCREENSHOTS) return;
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}
