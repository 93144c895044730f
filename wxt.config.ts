import { defineConfig } from 'wxt';
import { buildBare } from './scripts/bare-script';
import { noInnerHTML } from './scripts/no-inner-html';

/** For the one browser that is asked by requests. */
const PROBE_RULES = 'probe-rules.json';

const chromium = (browser: string) => browser === 'chrome' || browser === 'edge';

export default defineConfig({
  manifestVersion: 3,
  targetBrowsers: ['firefox', 'chrome', 'edge', 'safari'],
  imports: false,
  modules: ['@wxt-dev/webextension-polyfill'],
  vite: () => ({ plugins: [noInnerHTML()] }),
  // What a command makes is no source, and the listing is none of the package's.
  zip: { excludeSources: ['companion/dist/**', 'companion/LICENSE', 'store/**'] },
  hooks: {
    // Safari's background is a document like Firefox's: it holds the Worker and the frames.
    'build:manifestGenerated': (wxt, manifest) => {
      if (wxt.config.browser === 'safari') manifest.background = { scripts: ['background.js'], persistent: false } as never;
    },
    'build:publicAssets': (wxt, files) => {
      const unwanted = wxt.config.browser === 'firefox' ? [] : files.filter(({ relativeDest }) => relativeDest === PROBE_RULES);
      for (const file of unwanted) files.splice(files.indexOf(file), 1);
    },
    'vite:build:extendConfig': ([entry], config) => {
      if (entry?.name === 'page' || entry?.name === 'bridge') buildBare(config, entry.inputPath);
      if (entry?.name === 'service-worker') buildBare(config, entry.inputPath, { readable: true });
    },
  },
  manifest: ({ browser }) => ({
    name: '__MSG_extensionName__',
    description: '__MSG_extensionDescription__',
    default_locale: 'en',
    incognito: 'not_allowed',
    host_permissions: ['*://*/*'],
    permissions: [
      'alarms',
      'declarativeNetRequestWithHostAccess',
      // Safari knows neither.
      ...(browser === 'safari' ? [] : (['downloads', 'notifications'] as const)),
      'storage',
      'unlimitedStorage',
      'webRequest',
      ...(browser === 'firefox'
        ? (['webRequestBlocking', 'webRequestFilterResponse', 'webRequestFilterResponse.serviceWorkerScript'] as never[])
        : []),
      ...(chromium(browser) ? (['offscreen'] as const) : []),
    ],
    // The doorbell of sites' service workers never reaches the network: lib/delivery/doorbell.ts.
    declarative_net_request: {
      rule_resources: [
        { id: 'doorbell', enabled: true, path: 'doorbell-rules.json' },
        // Nor do questions about policy: lib/probe/ask-by-abort.ts.
        ...(browser === 'firefox' ? [{ id: 'probe', enabled: true, path: PROBE_RULES }] : []),
      ],
    },
    action: { default_title: '__MSG_extensionName__' },
    commands: { _execute_action: { suggested_key: { default: 'Alt+Shift+D' } } },
    // Firefox's default policy upgrades http: requests, also those to localhost.
    content_security_policy: { extension_pages: "script-src 'self'" },
    ...(browser === 'firefox' && {
      browser_specific_settings: {
        gecko: {
          id: 'background-fetch-anywhere@example.org',
          strict_min_version: '140.0',
          data_collection_permissions: { required: ['none'] },
        },
        gecko_android: { strict_min_version: '142.0' },
      },
    }),
    ...(browser === 'safari' && { browser_specific_settings: { safari: { strict_min_version: '17.0' } } }),
    // Files travel by reference through runtime messages from 148 on.
    ...(chromium(browser) && { minimum_chrome_version: '148', message_serialization: 'structured_clone' }),
  }),
});
