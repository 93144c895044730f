/**
 * How the scripts that run in sites are built: an entry point's `main()` and nothing around it. WXT's own wrapper brings a context that posts
 * messages every page can see, and the polyfill.
 */

import type { InlineConfig, LibraryOptions, Plugin } from 'vite';

const ENTRY = 'virtual:bare-script';

const callMain = (inputPath: string): Plugin => ({
  name: 'bare-script',
  enforce: 'pre',
  // Vite makes a path of it.
  resolveId: (id) => (id.endsWith(ENTRY) ? `\0${ENTRY}` : null),
  load: (id) => (id === `\0${ENTRY}` ? `import definition from ${JSON.stringify(inputPath)};\ndefinition.main();\n` : null),
});

/**
 * One line of ASCII without a line break at its end: what is put in front of a site's script must keep that script's line numbers, and mean
 * the same in whatever encoding the script is.
 */
const oneLine = (): Plugin => ({
  name: 'one-line',
  enforce: 'post',
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue;
      const code = chunk.code.trimEnd();
      if (/[\n\r]/.test(code)) this.error('the text is more than one line');
      if (!code.endsWith(';')) this.error("the text must end with a semicolon: the site's script follows");
      chunk.code = code.replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
    }
  },
});

/** Takes over the build of an entry point, in WXT's hook `vite:build:extendConfig` or a build of its own. */
export function buildBare(config: InlineConfig, inputPath: string, { readable = false } = {}): void {
  const build = (config.build ??= {});
  (build.lib as LibraryOptions).entry = ENTRY;
  (config.plugins ??= []).push(callMain(inputPath));
  const output = ((build.rolldownOptions ??= {}).output ??= {});
  if (Array.isArray(output)) throw new Error('one output is expected');
  // Modules are strict, and accessors tell a wrong `this` by it. Inside the function: the site's script behind it is none of ours.
  output.intro = '"use strict";';
  // Names stay, so that whoever finds this in his script can read it.
  if (readable) output.minify = { compress: true, mangle: false, codegen: { removeWhitespace: true } };
  if (readable) config.plugins.push(oneLine());
}
