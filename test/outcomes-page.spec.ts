import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutcomeObservation } from '@ilium/contracts';
import { createDataSource } from '@ilium/persistence';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import axe, { type AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { changesAnswer } from '../apps/analytics/src/answers/changes.js';
import { funnelAnswer } from '../apps/analytics/src/answers/funnel.js';
import { reliefAnswer } from '../apps/analytics/src/answers/relief.js';
import { timesToEventAnswer } from '../apps/analytics/src/answers/times-to-event.js';
import { trendAnswer } from '../apps/analytics/src/answers/trend.js';
import { ratesAnswer } from '../apps/analytics/src/answers/window-rates.js';
import { entities, migrations } from '../apps/analytics/src/database.js';
import { OutcomeFactsRepository } from '../apps/analytics/src/facts/outcome-facts.repository.js';
import { toFact } from '../apps/analytics/src/facts/to-fact.js';
import { projectRoot } from '../dev/src/project.js';
import { registeredWhere } from '../dev/src/registered-where.js';
import { until } from '../dev/src/until.js';
import { browserPresent, openBrowser } from '../dev/src/browser.js';
import { inventedOutcomes } from './invented-outcomes.js';
import { RunningSystem } from './running-system.js';

jest.setTimeout(300_000);

const withinMs = 60_000;
/** What a person enters, and what the console sends on. */
const [consoleToken, analyticsToken] = ['c'.repeat(32), 'a'.repeat(32)];
/** Test output, to be looked at. */
const pictures = join(projectRoot, '.ilium', 'pictures');
const views = [
  [375, 'light'],
  [375, 'dark'],
  [1600, 'light'],
  [1600, 'dark'],
] as const;

registeredWhere(browserPresent, 'the page Outcomes in a browser: needs Chrome or Chromium', () => {
  describe('the page Outcomes', () => {
    let system: RunningSystem;
    let browser: Browser;
    /** What the browser complains about: refused by the content security policy, not found, thrown. */
    const complaints: string[] = [];

    /** As somebody who has entered the token. */
    async function open(address = '/outcomes', options: BrowserContextOptions = {}): Promise<Page> {
      const context = await browser.newContext(options);
      await context.addInitScript(`sessionStorage.setItem('ilium.token', '${consoleToken}')`);
      const page = await context.newPage();
      page.on('pageerror', ({ message }) => complaints.push(message));
      page.on('console', (line) => {
        if (line.type() === 'error') complaints.push(line.text());
      });
      await page.goto(`${system.url('console')}${address}`);
      return page;
    }

    /** All parts have their answers. */
    async function shown(page: Page): Promise<void> {
      await page.getByRole('img').nth(6).waitFor({ timeout: withinMs });
      await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached', timeout: withinMs });
    }

    async function store(observations: readonly OutcomeObservation[]): Promise<void> {
      const url = system.around.databaseUrls.analytics;
      const dataSource = createDataSource({ url, entities, migrations, applicationName: 'outcomes page test' });
      await dataSource.initialize();
      const facts = observations.map((observation, index) => toFact(observation, index % 7));
      await dataSource.transaction(async (manager) => {
        await new OutcomeFactsRepository().write(manager, facts);
        // As a consumer of the topic would: answers are tagged by it.
        await manager.query(
          `INSERT INTO consumer_offsets (group_id, topic, "partition", next_offset) VALUES ('page', 'invented', 0, 1)
               ON CONFLICT (group_id, topic, "partition") DO UPDATE SET next_offset = consumer_offsets.next_offset + 1`,
        );
      });
      await dataSource.destroy();
    }

    /** What analytics answers of pain after SI joint injections. */
    async function answered(question: string, narrowed: string): Promise<unknown> {
      const asked = `procedureType=si-joint-injection&measure=nrs&painLocation=none&recall=none${narrowed}`;
      const response = await fetch(`${system.url('analytics')}/v1/statistics/${question}?${asked}`, {
        headers: { authorization: `Bearer ${analyticsToken}` },
      });
      return response.json();
    }

    /** Of each picture a number, by what analytics answers. */
    async function numbersOf(narrowed: string): Promise<Readonly<Record<string, number>>> {
      const { groups } = ratesAnswer.parse(await answered('rates', narrowed));
      const { sessions } = funnelAnswer.parse(await answered('funnel', narrowed));
      const changes = changesAnswer.parse(await answered('changes', narrowed)).groups;
      const { ofAll } = reliefAnswer.parse(await answered('relief', narrowed));
      const { events } = timesToEventAnswer.parse(await answered('times-to-event', narrowed));
      const { months } = trendAnswer.parse(await answered('trend', `&window=W6${narrowed}`));
      const atSixWeeks = ({ window }: { readonly window: string }) => window === 'W6';
      return {
        response: groups.find(atSixWeeks)?.improved.of ?? 0,
        funnel: sessions,
        changes: changes.find(atSixWeeks)?.change?.n ?? 0,
        relief: ofAll?.n ?? 0,
        times: events.find(({ event }) => event === 'steroid-onset')?.days?.n ?? 0,
        trend: months.reduce((sum, { rate }) => sum + rate.of, 0),
      };
    }

    async function publish(): Promise<number> {
      const sentence = { sentence: 'less-pain', subject: 'si-joint', of: 'treatments', approver: 'A. Invented Person' };
      const response = await fetch(`${system.url('analytics')}/v1/statements/published`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${analyticsToken}` },
        body: JSON.stringify(sentence),
      });
      return response.status;
    }

    beforeAll(async () => {
      await mkdir(pictures, { recursive: true });
      system = await RunningSystem.prepare({
        courses: 0,
        settings: {
          analytics: { API_TOKEN: analyticsToken },
          console: { API_TOKEN: consoleToken, ANALYTICS_TOKEN: analyticsToken },
        },
      });
      browser = await openBrowser();
      await system.start('analytics', 'console');
    });
    afterAll(async () => {
      await browser.close();
      await system.close();
    });

    it('says what to do where there is nothing yet', async () => {
      const page = await open();
      await page.getByText('No outcomes yet').waitFor({ timeout: withinMs });
      await page.getByText('Nothing is published yet').waitFor({ timeout: withinMs });
      await page.screenshot({ path: join(pictures, 'outcomes-empty.png'), fullPage: true });
      await store(inventedOutcomes);
      expect(await publish()).toBe(201);
    });

    it('shows each part with its picture, its sentence, and the numbers behind it', async () => {
      const page = await open();
      await shown(page);
      for (const title of [
        'What can be said',
        'Response by follow-up window',
        'By how much scores change',
        'When the steroid acts, and when pain is back',
        'How long relief lasts',
        'Month by month',
      ])
        await page.getByRole('heading', { name: title, exact: true }).waitFor();
      expect(await page.locator('.says').count()).toBeGreaterThanOrEqual(8);
      expect(await page.locator('#changes .says').innerText()).toMatch(
        /^Half of [\d,]+ treatments .* better by .* on average/,
      );
      expect(await page.locator('#times .says').innerText()).toMatch(/^Of \d+ diaries in which the steroid acted/);
      await page.locator('#response summary').click();
      await page
        .getByRole('row', { name: /^6 weeks/ })
        .first()
        .waitFor();
      expect(complaints).toEqual([]);
    });

    it('gives the numbers as a file', async () => {
      const page = await open();
      await shown(page);
      await page.locator('#response summary').click();
      const saving = page.waitForEvent('download');
      await page.getByRole('button', { name: /^Save as CSV ?: the response/ }).click();
      const saved = await saving;
      expect(saved.suggestedFilename()).toBe('response.csv');
      const lines = (await readFile(await saved.path(), 'utf8')).split('\r\n');
      expect(lines[0]).toMatch(/^After,Expected,Answered/);
      expect(lines.slice(1, 5).map((line) => line.split(',')[0])).toEqual([
        '2 weeks',
        '6 weeks',
        '3 months',
        '6 months',
      ]);
    });

    it('keeps what is chosen in the address, there and back by the keyboard', async () => {
      const page = await open();
      await shown(page);
      const chosen = page.getByRole('status');
      for (let step = 0; step < 30; step += 1) {
        await page.keyboard.press('Tab');
        if ((await page.evaluate<string | null>('document.activeElement?.getAttribute("name") ?? null')) === 'window')
          break;
      }
      await page.keyboard.press('ArrowDown');
      await chosen.getByText('after 3 months').waitFor({ timeout: withinMs });
      expect(new URL(page.url()).searchParams.get('window')).toBe('M3');
      await page.keyboard.press('Tab');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await page.locator('#response .says').getByText('better at all').waitFor({ timeout: withinMs });
      for (let step = 0; step < 3; step += 1) await page.goBack();
      await chosen.getByText('after 6 weeks').waitFor({ timeout: withinMs });
      await page.goForward();
      await chosen.getByText('after 3 months').waitFor({ timeout: withinMs });
    });

    it('opens with what an address says', async () => {
      const page = await open('/outcomes?type=epidural-injection&measure=odi&of=patients&from=2026&by=age');
      await page.getByRole('status').getByText('Epidural injection, Disability').waitFor({ timeout: withinMs });
      await page.getByRole('heading', { name: 'Side by side: age' }).waitFor({ timeout: withinMs });
      expect(await page.getByRole('combobox', { name: 'Count', exact: true }).inputValue()).toBe('patients');
      expect(await page.getByLabel('From year').inputValue()).toBe('2026');
      await page.getByText('Only some patients or treatments').click();
      await page.getByRole('combobox', { name: 'Approach', exact: true }).waitFor();
    });

    it('is narrowed to some patients and months by the keyboard, in every picture, and taken back at once', async () => {
      const [all, women] = [await numbersOf(''), await numbersOf('&sex=female&from=2025-07')];
      for (const [picture, number] of Object.entries(women)) {
        expect([picture, number]).toEqual([picture, expect.any(Number)]);
        expect(number).toBeGreaterThan(0);
        expect(number).toBeLessThan(all[picture] ?? 0);
      }
      const page = await open();
      await shown(page);
      expect(await page.getByLabel('From month').isDisabled()).toBe(true);
      await page.getByLabel('From year').selectOption('2025');
      await page.getByLabel('From year').focus();
      await page.keyboard.press('Tab');
      await page.keyboard.type('July');
      await page.getByText('Only some patients or treatments').focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      await page.keyboard.type('Women');
      await page.getByRole('status').getByText('July 2025 to 2026. Only women.').waitFor({ timeout: withinMs });
      expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ from: '2025-07', sex: 'female' });
      await showsNumbers(page, women);
      await page.getByText('These sentences are of all patients').waitFor();
      await page.getByRole('button', { name: 'All patients' }).focus();
      await page.keyboard.press('Enter');
      await showsNumbers(page, await numbersOf('&from=2025-07'));
      expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ from: '2025-07' });
      expect(await page.evaluate<string>('document.activeElement.textContent')).toBe(
        'Only some patients or treatments',
      );
      expect(await page.getByText('These sentences are of all patients').count()).toBe(0);
    });

    it('compares the women that it is narrowed to with the men of the same age', async () => {
      const page = await open('/outcomes?sex=female&ageBand=60-69');
      await shown(page);
      await page.locator('#strata').getByText('the other pictures are narrowed: only women.').waitFor();
      for (const [label, sex] of [
        ['Women', 'female'],
        ['Men', 'male'],
      ] as const) {
        const { groups } = ratesAnswer.parse(await answered('rates', `&window=W6&ageBand=60-69&sex=${sex}`));
        const row = page.locator('#strata tbody tr', { has: page.getByText(label, { exact: true }) });
        expect(parseInt((await row.locator('td').nth(1).textContent()) ?? '', 10)).toBe(groups[0]?.observed);
        const behind = await row.locator('a').first().getAttribute('href');
        expect(Object.fromEntries(new URL(behind ?? '', page.url()).searchParams)).toMatchObject({
          ...{ ageBand: '60-69', sex },
        });
      }
    });

    it('takes whom it is narrowed to along to the episodes', async () => {
      const page = await open('/outcomes?sex=female&from=2026-02&to=2026-03');
      await shown(page);
      const { groups } = ratesAnswer.parse(await answered('rates', '&window=W2&sex=female&from=2026-02&to=2026-03'));
      await page.locator('#response summary').click();
      await page
        .getByRole('row', { name: /^2 weeks/ })
        .getByRole('link')
        .nth(1)
        .click();
      await page
        .locator('.chosen')
        .getByText('from February 2026, to March 2026, women')
        .waitFor({ timeout: withinMs });
      await page.locator('table.episodes').waitFor({ timeout: withinMs });
      expect(await page.locator('table.episodes tbody tr').count()).toBe(groups[0]?.observed);
    });

    it('says in each part what to do where it is narrowed to nobody', async () => {
      const page = await open('/outcomes?sex=other&by=age');
      const told = page.getByText('There is nothing to show here of what is chosen: only patients of another sex.');
      await told.nth(6).waitFor({ timeout: withinMs });
      await page.screenshot({ path: join(pictures, 'outcomes-nobody.png'), fullPage: true });
      expect(await told.count()).toBe(7);
      expect(await violationsIn(page)).toEqual([]);
      await page.goto(`${system.url('console')}/outcomes?from=2026-12`);
      await page.getByText('is chosen: only some months. Choose more months;').nth(6).waitFor({ timeout: withinMs });
      expect(await page.getByRole('button', { name: 'All patients' }).count()).toBe(0);
    });

    it.each(views)('has room for what it is narrowed to: %i pixels, %s', async (width, colorScheme) => {
      const page = await open('/outcomes?sex=female&ageBand=60-69&from=2025-07', {
        ...{ viewport: { width, height: 900 }, colorScheme },
      });
      await shown(page);
      expect(await page.getByRole('combobox', { name: 'Age', exact: true }).isVisible()).toBe(true);
      await page.screenshot({ path: join(pictures, `outcomes-narrowed-${width}-${colorScheme}.png`), fullPage: true });
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      expect(await violationsIn(page)).toEqual([]);
    });

    it('leads from a number to the episodes behind it', async () => {
      const page = await open();
      await shown(page);
      await page.locator('#response summary').click();
      const link = page
        .locator('#response')
        .getByRole('link', { name: /: the episodes behind this$/ })
        .first();
      const [number = ''] = (await link.innerText()).split(':');
      await link.click();
      await page.getByRole('heading', { name: 'The episodes behind this' }).waitFor({ timeout: withinMs });
      await page.locator('.chosen').getByText('Scores expected').waitFor();
      await page.locator('table.episodes').waitFor({ timeout: withinMs });
      let seen = await page.locator('table.episodes tbody tr').count();
      for (const next = page.getByRole('link', { name: 'The next ones' }); (await next.count()) > 0;) {
        const before = page.url();
        await next.click();
        await page.waitForURL((url) => url.href !== before);
        await page.locator('table.episodes').waitFor({ timeout: withinMs });
        seen += await page.locator('table.episodes tbody tr').count();
      }
      expect(seen).toBe(Number(number.replaceAll(',', '')));
      await page.screenshot({ path: join(pictures, 'episodes.png'), fullPage: true });
      expect(await violationsIn(page)).toEqual([]);
    });

    it('shows records to nobody without the token for those', async () => {
      const page = await open('/outcomes/episodes?counted=improved&window=W6');
      await page
        .getByRole('button', { name: /^Records of episode/ })
        .first()
        .click();
      await page.locator('#records-title').getByText('The records and messages').waitFor({ timeout: withinMs });
      // Nobody has started a mapper here.
      await page.getByText('mapper can not be reached').waitFor({ timeout: withinMs });
      expect(await violationsIn(page)).toEqual([]);
    });

    it('publishes a sentence under a name, by the keyboard, and shows it as it was', async () => {
      const page = await open();
      await shown(page);
      const statement = page.locator('#statements .statement').first();
      const said = await statement.locator('p').nth(1).innerText();
      await statement.locator('summary').focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      await page.keyboard.type('B. Invented Person, head of the clinic');
      await page.screenshot({ path: join(pictures, 'outcomes-publish.png'), fullPage: true });
      expect(await violationsIn(page)).toEqual([]);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await statement.getByRole('status').getByText('Published.').waitFor({ timeout: withinMs });
      const published = page.locator('#published .statement', { hasText: 'B. Invented Person, head of the clinic' });
      await published.getByText(said).waitFor({ timeout: withinMs });
      const beside = await published.innerText();
      expect(beside).toMatch(/Rules 1; wording \w+; release unnamed/);
      expect(beside).toMatch(/\d+ of \d+ followed up \(\d+%\); with the missing between \d+% and \d+%/);
      expect(beside).toMatch(/complications within 30 days|Complications: not told/);
    });

    it('says why a sentence is not published', async () => {
      const page = await open('/outcomes?from=2025&to=2025');
      await shown(page);
      const statement = page.locator('#statements .statement').first();
      await statement.locator('summary').click();
      await statement.getByLabel('Who answers for it').fill('7');
      await statement.getByRole('button').click();
      await statement.getByText('Not published. approver: Name the person').waitFor({ timeout: withinMs });
      expect(await page.locator('#published .statement').count()).toBe(2);
    });

    it('tells what was published and has grown since from what a correction has moved', async () => {
      const missing = inventedOutcomes.filter(({ status }) => status === 'missing').slice(0, 12);
      await store(missing.map(lateAnswer));
      const page = await open();
      const first = page.locator('#published .statement', { hasText: 'A. Invented Person' });
      await first.getByText('Grown since.').waitFor({ timeout: withinMs });
      expect(await first.getByText('Moved.').count()).toBe(0);
      await store(
        inventedOutcomes
          .filter(isWell)
          .slice(0, 3)
          .map(({ key }) => ({ key, revision: 3, status: 'entered-in-error' })),
      );
      await page.reload();
      await first.getByText('Moved.').waitFor({ timeout: withinMs });
      await first.getByText('What has changed since').click();
      await first.getByText(/By corrections: .*scores given −3/).waitFor({ timeout: withinMs });
    });

    it.each(views)('fits %i pixels, %s, and breaks no rule of accessibility', async (width, colorScheme) => {
      const page = await open('/outcomes', { viewport: { width, height: 900 }, colorScheme });
      await shown(page);
      await page.screenshot({ path: join(pictures, `outcomes-${width}-${colorScheme}.png`), fullPage: true });
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
      expect(await violationsIn(page)).toEqual([]);
    });

    it('prints the figures with their numbers, and nothing to press', async () => {
      const page = await open('/outcomes', { viewport: { width: 794, height: 1123 } });
      await shown(page);
      await page.emulateMedia({ media: 'print' });
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(794);
      await page.screenshot({ path: join(pictures, 'outcomes-print.png'), fullPage: true });
      expect(await page.getByLabel('Follow-up after').isVisible()).toBe(false);
      expect(await page.getByRole('button').first().isVisible()).toBe(false);
      expect(await page.locator('#response table').isVisible()).toBe(true);
    });

    it('asks for a token where the console wants one, and sends it', async () => {
      const page = await browser.newPage();
      await page.goto(`${system.url('console')}/outcomes`);
      await page.locator('#published').getByText('A. Invented Person').waitFor({ timeout: withinMs });
      await page.getByLabel('Access token').fill(consoleToken);
      await page.screenshot({ path: join(pictures, 'outcomes-token.png'), fullPage: true });
      await page.getByRole('button', { name: 'Show the figures' }).click();
      await shown(page);
      expect(await page.getByLabel('Access token').count()).toBe(0);
    });

    it('says that analytics is away, and comes back with it', async () => {
      await system.stop('analytics');
      const page = await open();
      await page.getByText('analytics can not be reached').first().waitFor({ timeout: withinMs });
      await page.screenshot({ path: join(pictures, 'outcomes-away.png'), fullPage: true });
      await system.start('analytics');
      await shown(page);
      await page.locator('.away').first().waitFor({ state: 'detached', timeout: withinMs });
      expect(complaints.filter((text) => text.includes('Content Security Policy'))).toEqual([]);
    });
  });
});

/** Waits until each picture shows its number. */
async function showsNumbers(page: Page, numbers: Readonly<Record<string, number>>): Promise<void> {
  const { response, funnel, changes, relief, times, trend } = numbers;
  const says = (part: string, text: string) =>
    page.locator(`#${part} .says`, { hasText: text }).first().waitFor({ timeout: withinMs });
  await says('response', `of the ${response} treatments with a score 6 weeks after`);
  await says('changes', `Half of ${changes} treatments`);
  await says('relief', `Of ${relief} treatments,`);
  await says('times', `Of ${times} diaries in which the steroid acted`);
  await page
    .locator('#funnel .steps li', { hasText: new RegExp(`^Sessions begun ${funnel}$`) })
    .waitFor({ timeout: withinMs });
  await until(`the trend to be of ${trend} answers`, async () => {
    const answers = await page.locator('#trend tbody td:nth-child(4)').allTextContents();
    return answers.reduce((sum, text) => sum + parseInt(text, 10), 0) === trend;
  });
}

/** What breaks rules of accessibility. */
async function violationsIn(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

/** Better six weeks after an injection. */
function isWell(observation: OutcomeObservation): boolean {
  if (observation.status !== 'observed' || !('window' in observation)) return false;
  const { window, measure, result } = observation;
  return window === 'W6' && measure === 'nrs' && (result?.betterBy ?? 0) > 0;
}

/** An answer that comes late. */
function lateAnswer(observation: OutcomeObservation): OutcomeObservation {
  if (observation.status !== 'missing') throw new Error('only of a missing score');
  const { missingReason: _, ...about } = observation;
  const score = {
    baseline: 8,
    value: 2,
    betterBy: 6,
    percentBetter: 75,
    baselineBand: 'usual',
    origin: 'computed',
  } as const;
  const rates = { improved: true, over50: true, atLeast50: true, atLeast75: true };
  return { ...about, revision: 2, status: 'observed', result: { ...score, ...rates } };
}
