/**
 * Makes a fresh machine ready: packages, a modern Node, browsers. Must need nothing but Node 20 itself, for it runs before
 * anything is installed.
 */

import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

const OLDEST_NODE = 22;
const nodeMajor = Number(process.versions.node.split('.')[0]);

const BROWSERS = {
  firefox: {
    variable: 'FIREFOX',
    debian: 'firefox-esr',
    programs: ['firefox-esr', 'firefox'],
    places: ['/Applications/Firefox.app/Contents/MacOS/firefox', 'C:\\Program Files\\Mozilla Firefox\\firefox.exe'],
  },
  chromium: {
    variable: 'CHROMIUM',
    debian: 'chromium',
    programs: ['chromium', 'chromium-browser'],
    places: ['/Applications/Chromium.app/Contents/MacOS/Chromium'],
  },
};

/** @param {string} text */
export const say = (text) => process.stdout.write(`${text}\n`);

/**
 * Runs a program to its end in the project's folder, its output shown.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} [options]
 * @throws {Error} on any exit but 0
 */
export function run(command, args, options = {}) {
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32', ...options });
  if (error) throw new Error(`${command} could not be started: ${error.message}`);
  if (status !== 0) throw new Error(`${[command, ...args].join(' ')} failed (${signal ?? `exit ${status}`})`);
}

/**
 * What every command does first: packages, browsers, a Node that the tools accept (on Linux it is one of the packages), node_modules/.bin
 * on the PATH. Then the command itself; an error ends it with one line and exit code 1.
 * @param {string} script `import.meta.url` of the command
 * @param {(args: string[]) => Promise<number | void> | number | void} command returns the exit code; none is 0
 * @param {(args: string[]) => ('firefox' | 'chromium')[]} browsers which ones it needs
 */
export async function begin(script, command, browsers = () => []) {
  const args = process.argv.slice(2);
  try {
    installPackages();
    installBrowsers(browsers(args));
    const home = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin');
    const bundled = join(home, 'node');
    if (nodeMajor < OLDEST_NODE && !existsSync(bundled)) throw new Error(`Node ${OLDEST_NODE} or newer is needed; this is ${process.version}.`);
    process.env.PATH = [...(existsSync(bundled) ? [home] : []), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
    process.exitCode =
      nodeMajor < OLDEST_NODE ? (spawnSync(bundled, [fileURLToPath(script), ...args], { stdio: 'inherit' }).status ?? 1) : ((await command(args)) ?? 0);
  } catch (error) {
    process.stderr.write(`\nFailed: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

/** npm ci, unless node_modules is what the lock file says. npm writes the list of what is there as its last act. */
function installPackages() {
  if (nodeMajor < 20) throw new Error(`Node 20 or newer is needed to begin; this is ${process.version}.`);
  const wanted = packagesIn('package-lock.json');
  const present = packagesIn('node_modules/.package-lock.json');
  const stale = Object.entries(wanted).some(([path, { version, integrity, optional }]) => {
    if (path === '' || (optional && !present[path])) return false;
    return present[path]?.version !== version || present[path]?.integrity !== integrity;
  });
  if (!stale) return;
  say('Installing packages (npm ci) …');
  run('npm', ['ci', '--loglevel=error', '--no-audit', '--no-fund']);
}

/**
 * @param {string} lock
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }>}
 */
function packagesIn(lock) {
  const file = join(root, lock);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {};
}

/** @param {string} file */
const executable = (file) => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/**
 * A browser's program: from its environment variable, the PATH or the usual place.
 * @param {'firefox' | 'chromium'} name
 */
export function findBrowser(name) {
  const { variable, programs, places } = BROWSERS[name];
  const named = process.env[variable];
  if (named !== undefined && !executable(named)) throw new Error(`${variable} names ${named}, which is no program.`);
  const onPath = programs.flatMap((program) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, program)));
  return named ?? [...onPath, ...places].find(executable);
}

const isDebian = () => existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));

/**
 * Makes sure the browsers are there; their programs then stand in FIREFOX and CHROMIUM for every child process.
 * @param {('firefox' | 'chromium')[]} wanted
 */
function installBrowsers(wanted) {
  const missing = wanted.filter((name) => !findBrowser(name));
  if (missing.length > 0) {
    const packages = missing.map((name) => BROWSERS[name].debian);
    if (!isDebian() || process.getuid?.() !== 0) {
      const variables = missing.map((name) => BROWSERS[name].variable).join(' and ');
      throw new Error(`No ${missing.join(' and no ')} found. Install it (Debian: sudo apt-get install ${packages.join(' ')}), or set ${variables} to its program.`);
    }
    say(`Installing ${packages.join(' and ')} (apt-get) …`);
    const quiet = { stdio: /** @type {const} */ (['ignore', 'ignore', 'inherit']), env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    run('apt-get', ['-qq', 'update'], quiet);
    run('apt-get', ['-qq', '-y', '-o', 'Dpkg::Use-Pty=0', 'install', '--no-install-recommends', ...packages], quiet);
  }
  for (const name of wanted) process.env[BROWSERS[name].variable] = findBrowser(name);
}
