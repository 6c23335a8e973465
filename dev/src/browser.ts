import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** An installed Chrome or Chromium: `CHROME_PATH`, else what is in the search path or at its usual place. */
function installed(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [process.env['CHROME_PATH'] ?? '', ...found, ...elsewhere].find(isExecutable);
}

function isExecutable(file: string): boolean {
  if (file === '') return false;
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The packed Chromium from npm is built for this platform only. */
const packedRuns = process.platform === 'linux' && process.arch === 'x64';

/** Whether this machine can show a page. */
export const browserPresent = packedRuns || installed() !== undefined;

/** Opens a browser without a window. Close it in `afterAll`. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = installed();
  // The pages are our own, and in a container Chromium's sandbox has no rights to build itself.
  if (executablePath !== undefined) return chromium.launch({ executablePath, args: ['--no-sandbox'] });
  return chromium.launch({ executablePath: await sparticuz.executablePath(), args: sparticuz.args });
}
