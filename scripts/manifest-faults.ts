/** What the README promises of each package, held against its manifest. */

const FAMILIES = { firefox: 'Firefox', chrome: 'Chromium', edge: 'Chromium', safari: 'Safari' } as const;

export type Target = keyof typeof FAMILIES;
export const targets = Object.keys(FAMILIES) as Target[];

/** As much of a manifest as is checked. */
export interface Manifest {
  version?: string;
  permissions?: string[];
  host_permissions?: string[];
  optional_permissions?: string[];
  optional_host_permissions?: string[];
  incognito?: string;
  content_security_policy?: { extension_pages?: string };
  content_scripts?: { matches: string[] }[];
  web_accessible_resources?: unknown;
  externally_connectable?: unknown;
  minimum_chrome_version?: string;
  browser_specific_settings?: {
    gecko?: { strict_min_version?: string; data_collection_permissions?: { required?: string[] } };
    safari?: { strict_min_version?: string };
  };
}

/** First cells of the table of permissions. Brackets at the end: "(Firefox)" is for that one only, "(not Safari)" for the others, "(optional)" asked for when needed. */
function explained(readme: string, target: Target): { required: string[]; optional: string[] } {
  const [table = ''] = readme.slice(readme.indexOf('| permission | why |')).split('\n\n');
  const permissions = { required: [] as string[], optional: [] as string[] };
  for (const [, cell = ''] of table.split('\n').slice(2).map((row) => row.split('|'))) {
    const [, marks = ''] = /\(([\w, ]+)\)\s*$/.exec(cell) ?? [];
    const named = Object.values(FAMILIES).filter((family) => marks.includes(family));
    if (named.length > 0 && named.includes(FAMILIES[target]) === marks.includes('not ')) continue;
    const kind = marks.includes('optional') ? 'optional' : 'required';
    permissions[kind].push(...[...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!));
  }
  return permissions;
}

/** The oldest version, as the README's first lines have it: "**Firefox** (140 or newer)". */
const oldest = (readme: string, target: Target): string | undefined =>
  new RegExp(`\\*\\*[^*]*${FAMILIES[target]}[^*]*\\*\\*[^*]*?(\\d+) or newer`).exec(readme)?.[1];

const oldestIn = ({ browser_specific_settings: settings, minimum_chrome_version }: Manifest, target: Target): string | undefined =>
  ({ firefox: settings?.gecko?.strict_min_version, safari: settings?.safari?.strict_min_version, chrome: minimum_chrome_version, edge: minimum_chrome_version })[target];

/** Sentences; none when all is well. */
export function manifestFaults(target: Target, manifest: Manifest, { readme, version }: { readme: string; version: string }): string[] {
  const faults: string[] = [];
  const expect = (what: string, found: unknown, wanted: unknown): void => {
    if (JSON.stringify(found) !== JSON.stringify(wanted)) faults.push(`${target}: ${what} is ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
  };
  const sorted = (...lists: (string[] | undefined)[]): string[] => lists.flatMap((list) => list ?? []).toSorted();
  const { required, optional } = explained(readme, target);
  expect('what it asks for', sorted(manifest.permissions, manifest.host_permissions), sorted(required));
  expect('what it may ask for later', sorted(manifest.optional_permissions, manifest.optional_host_permissions), sorted(optional));
  expect('the version', manifest.version, version);
  expect('the oldest browser', oldestIn(manifest, target)?.replace(/\.0$/, ''), oldest(readme, target));
  expect('incognito', manifest.incognito, 'not_allowed');
  expect('the policy of its pages', manifest.content_security_policy?.extension_pages, "script-src 'self'");
  for (const { matches } of manifest.content_scripts ?? []) expect('where its scripts run', matches, ['http://*/*', 'https://*/*']);
  // No page can load anything of it, or send it a message but through the bridge.
  for (const door of ['web_accessible_resources', 'externally_connectable'] as const) expect(door, manifest[door], undefined);
  if (target === 'firefox') expect('what data it collects', manifest.browser_specific_settings?.gecko?.data_collection_permissions?.required, ['none']);
  return faults;
}
