import { browserPresent, openBrowser } from '../../../dev/dist/browser.js';
import { startService } from '../../../dev/dist/start/service-process.js';
import { services } from '../../../dev/dist/start/services.js';
import type { Bench, Workplace } from '../workplace.js';

const timesOpened = 10;
const pictures = 5;

/**
 * Milliseconds until the page Outcomes has all its pictures: through the console, from an analytics that runs. Undefined where
 * there is no browser.
 */
export async function measureFirstView(
  { folder }: Bench,
  { around }: Workplace,
): Promise<readonly number[] | undefined> {
  if (!browserPresent) return undefined;
  const console = await startService(services.console, { folder, around, env: process.env, watch: false });
  const browser = await openBrowser();
  try {
    const taken: number[] = [];
    for (let turn = 0; turn <= timesOpened; turn += 1) {
      const context = await browser.newContext();
      const page = await context.newPage();
      const began = performance.now();
      await page.goto(`${console.url}/outcomes`);
      await page
        .getByRole('img')
        .nth(pictures - 1)
        .waitFor();
      await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
      // The first only warms up.
      if (turn > 0) taken.push(performance.now() - began);
      await context.close();
    }
    return taken;
  } finally {
    await browser.close();
    await console.process.stop();
  }
}
