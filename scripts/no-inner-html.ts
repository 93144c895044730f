import type { Plugin } from 'vite';

const SINK = /\.innerHTML=(\w+)\.__html\b/g;

/**
 * Takes the one place out of Preact where a text becomes markup (`dangerouslySetInnerHTML`, which no component of ours uses): no page of the
 * extension can then make elements of what a site has said. A Preact in which it is not found as it was fails the build.
 */
export const noInnerHTML = (): Plugin => ({
  name: 'no-inner-html',
  transform(code, id) {
    if (!/\/preact\/dist\/preact\.m?js$/.test(id.replaceAll('\\', '/'))) return null;
    if (code.match(SINK)?.length !== 1) this.error('Preact sets innerHTML in another way than it did');
    return { code: code.replace(SINK, '.textContent=$1.__html'), map: null };
  },
});
