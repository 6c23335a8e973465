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
  try {
    const taken: number[] = [];
    for (let turn = 0; turn <= timesOpened; turn += 1) {
      const view = await firstView(`${console.url}/outcomes`);
      // The first only warms up.
      if (turn > 0) taken.push(view);
    }
    return taken;
  } finally {
    await console.process.stop();
  }
}

/** Of a browser of its own: one that runs as a single process ends with its last page. */
async function firstView(url: string): Promise<number> {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    const began = performance.now();
    await page.goto(url);
    await page
      .getByRole('img')
      .nth(pictures - 1)
      .waitFor();
    await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
    return performance.now() - began;
  } finally {
    await browser.close();
  }
}
