import { extname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { registeredWhere } from '../dev/src/registered-where.js';
import { numbersOf, type StatusNumbers } from '../dev/src/start/figures.js';
import { browserPresent, openBrowser } from '../dev/src/browser.js';
import { RunningSystem } from './running-system.js';

jest.setTimeout(300_000);

const courses = 8;
const withinMs = 60_000;

/** One of the large figures at the top, with this value. */
function figure(page: Page, name: string, value: number): Locator {
  return page.locator('.figure', { hasText: name }).getByText(value.toLocaleString('en-US'), { exact: true });
}

function painTable(page: Page): Locator {
  return page.getByRole('table', { name: /^SI joint injection: Pain \(NRS/ });
}

describe('the web page', () => {
  let system: RunningSystem;
  let stated: StatusNumbers;

  beforeAll(async () => {
    system = await RunningSystem.prepare({ courses });
    await system.start('hospital');
    await system.judgeByLastDay();
    await system.start('mapper', 'fhir-sync', 'analytics', 'console');
    stated = numbersOf(await system.settled());
  });
  afterAll(() => system.close());

  it.each(['/', '/outcomes', '/outcomes/episodes'])('is served with its scripts and styles: %s', async (path) => {
    const page = await (await fetch(`${system.url('console')}${path}`)).text();
    const files = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].flatMap(([, file]) => file ?? []);
    expect(new Set(files.map((file) => extname(file)))).toEqual(new Set(['.js', '.css']));
    for (const file of files) expect((await fetch(`${system.url('console')}${file}`)).status).toBe(200);
  });

  registeredWhere(browserPresent, 'the web page in a browser: needs Chrome or Chromium', () => {
    let browser: Browser;
    /** What the browser complains about: refused by the content security policy, not found, thrown. */
    const complaints: string[] = [];

    async function open(options: BrowserContextOptions = {}): Promise<Page> {
      const page = await (await browser.newContext(options)).newPage();
      page.on('pageerror', ({ message }) => complaints.push(message));
      page.on('console', (line) => {
        if (line.type() === 'error') complaints.push(line.text());
      });
      await page.goto(system.url('console'));
      await page.getByRole('heading', { name: 'Outcomes', exact: true }).waitFor({ timeout: withinMs });
      return page;
    }

    beforeAll(async () => {
      browser = await openBrowser();
    });
    afterAll(() => browser.close());

    it('shows the figures that the services state, and says that they are synthetic', async () => {
      const page = await open();
      await page.getByText('Synthetic data.').waitFor({ timeout: withinMs });
      await figure(page, 'Events in', stated.events).waitFor({ timeout: withinMs });
      await figure(page, 'Procedures written', stated.procedures).waitFor({ timeout: withinMs });
      await figure(page, 'Outcomes counted', stated.outcomes).waitFor({ timeout: withinMs });
      await figure(page, 'Parked', 0).waitFor({ timeout: withinMs });
      await figure(page, 'Lag', 0).waitFor({ timeout: withinMs });
      expect(await painTable(page).count()).toBe(1);
      expect(complaints).toEqual([]);
    });

    it.each([
      [375, 'light'],
      [1280, 'dark'],
    ] as const)('fits a window of %i pixels, %s', async (width, colorScheme) => {
      const page = await open({ viewport: { width, height: 800 }, colorScheme });
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    });

    it('leads by the keyboard from the top to the figures and their sections', async () => {
      const page = await open();
      const focused: (string | null)[] = [];
      for (let step = 0; step < 3; step += 1) {
        await page.keyboard.press('Tab');
        focused.push(await page.evaluate<string | null>('document.activeElement?.textContent ?? null'));
      }
      expect(focused).toEqual(['Skip to the figures', 'Operations', 'Outcomes']);
    });

    it('follows the services: one that is away takes its part away, and brings it back', async () => {
      const page = await open();
      await system.stop('analytics');
      await page.getByText('analytics is away:').first().waitFor({ timeout: withinMs });
      await figure(page, 'Procedures written', stated.procedures).waitFor({ timeout: withinMs });
      await system.start('analytics');
      await painTable(page).waitFor({ timeout: withinMs });
      expect(await page.getByText('analytics is away:').count()).toBe(0);
    });
  });
});
