import { readdir, readFile, stat } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { begin, note, progress } from './progress.mjs';
import { BootstrapError, path, root, seconds } from './project.mjs';
import { run } from './run.mjs';

/** Without a network npm's own patience takes minutes. */
const IMPATIENT = ['--fetch-retries=2', '--fetch-retry-mintimeout=500', '--fetch-retry-maxtimeout=3000'];

/** Installs the dependencies when what lies in node_modules is not what package-lock.json says. */
export async function install() {
  const wanted = await wantedPackages();
  if (await isInstalled(wanted)) return;
  const started = Date.now();
  const total = Object.keys(wanted).length;
  begin(`installing ${total} packages`);
  const watch = setInterval(async () => {
    progress(`installing packages: ${await countPackages()} folders of about ${total}, ${seconds(started)}`);
  }, 1000);
  const { code, output } = await npm(['ci', '--loglevel=error', '--no-audit', '--no-fund', ...IMPATIENT]);
  clearInterval(watch);
  if (code !== 0) throw new BootstrapError(explain(output));
  note(`✓ ${total} packages installed, ${await sizeOf(path('node_modules'))}, ${seconds(started)}`);
}

function npm(args) {
  const script = process.env.npm_execpath;
  // By the npm that runs this, where one does; its name on Windows' path is a batch file, which needs a shell.
  if (script && basename(script).startsWith('npm')) return run(process.execPath, [script, ...args], { cwd: root });
  return run('npm', args, { cwd: root, shell: process.platform === 'win32' });
}

async function wantedPackages() {
  const { packages } = await readLock(path('package-lock.json'));
  return Object.fromEntries(Object.entries(packages).filter(([name]) => name.startsWith('node_modules/')));
}

async function readLock(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    throw new BootstrapError('package-lock.json is missing or damaged. Get it back: git checkout package-lock.json');
  }
}

/**
 * Versions are compared, not times: a checkout gives every file a new time. npm writes its own list of what it has
 * installed last of all, so an interrupted installation has none.
 */
async function isInstalled(wanted) {
  const list = path('node_modules', '.package-lock.json');
  if (!existsSync(list)) return false;
  const { packages: present } = JSON.parse(await readFile(list, 'utf8'));
  return Object.entries(wanted).every(
    ([name, { version, optional, link }]) =>
      link || present[name]?.version === version || (optional && present[name] === undefined),
  );
}

async function countPackages() {
  const names = await readdir(path('node_modules')).catch(() => []);
  const scopes = names.filter((name) => name.startsWith('@'));
  const inScopes = await Promise.all(scopes.map((scope) => readdir(path('node_modules', scope)).catch(() => [])));
  return names.length - scopes.length + inScopes.flat().length;
}

async function sizeOf(folder) {
  let bytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath ?? entry.path, entry.name))).size;
  }
  return `${Math.round(bytes / 1e6)} MB`;
}

/** What npm's message means, by its error code; the first that fits. */
const REMEDIES = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT/,
    "npm can't reach its registry: no network, or a proxy or mirror that it does not know (`npm config get registry proxy`).",
  ],
  [/ENOSPC/, 'The disk is full: the packages need about 1 GB.'],
  [/EACCES|EPERM|EROFS/, 'npm may not write here: check who owns this folder and ~/.npm.'],
  [
    /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/i,
    "npm does not trust its registry's certificate: set `cafile` in npm's settings, or NODE_EXTRA_CA_CERTS.",
  ],
];

function explain(output) {
  const lines = output.split('\n').filter((line) => line.startsWith('npm error') && !/error\s+at /.test(line));
  const last = lines.slice(0, 6).join('\n    ');
  const remedy = REMEDIES.find(([pattern]) => pattern.test(output))?.[1] ?? 'See what npm says.';
  return `The packages could not be installed. ${remedy} Then run the command again.\n    ${last}`;
}
