/**
 * What a file is called on the person's disk. All that a server or a site says is a wish: the outcome is one path segment that every
 * system takes, shows as it is, and opens as what its end says.
 */

import { parse } from 'content-disposition';
import filenamify from 'filenamify/browser';
import mime from 'mime/lite';
import { parseURL } from '../jobs/validate/shapes';

interface Named {
  /** Of the response where there is one, else of the request. */
  url: string;
  /** Content-Disposition, one character a byte. */
  disposition: string | null;
  /** Essence; empty: not known. */
  contentType: string;
}

/** UTF-16 code units. File systems take 255 bytes: three for each of these, the extension, and what a browser adds to a name that is taken. */
const LONGEST_STEM = 70;
/** A letter must be in it: "v1.2" has none. */
const EXTENSION = /\.(?=[a-z0-9]*[a-z])[a-z0-9]{1,10}$/i;
/** Endings that say how the file before them is packed. */
const PACKED = /\.(?:gz|bz2|xz|zst|br|lz|z|asc|sig)$/i;

/** Characters of one byte each that are UTF-8: servers send that although nobody said so, and browsers read it. */
const asUtf8 = (text: string): string => {
  if (/[^\x00-\xff]/.test(text)) return text;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(text, (character) => character.charCodeAt(0)));
  } catch {
    return text;
  }
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const lastSegment = (path: string): string => path.split(/[/\\]/).at(-1)!;

/** https://www.rfc-editor.org/rfc/rfc6266 */
const fromDisposition = (disposition: string | null): string => {
  const { filename = '', 'filename*': extended } = disposition === null ? {} : (parse(disposition).parameters as Record<string, string | undefined>);
  return lastSegment(extended === undefined ? asUtf8(filename) : filename);
};

const fromURL = (url: string): string => decoded(lastSegment(parseURL(url)?.pathname ?? ''));

/** What no name begins or ends with: hidden files, shorthands for folders, spaces. */
const withoutEdges = (text: string): string => text.toWellFormed().replace(/^[\s.~]+|[\s.]+$/gu, '');

/** One path segment, or empty: nothing invisible, reserved, hidden or too long. */
const asSegment = (text: string): string => {
  const bare = withoutEdges(text);
  if (bare === '') return '';
  const safe = filenamify(bare, { replacement: '_', maxLength: LONGEST_STEM });
  // What it takes for an extension it does not cut.
  return withoutEdges(safe.length > LONGEST_STEM + 1 ? safe.slice(0, LONGEST_STEM) : safe);
};

/** Where systems hide the last extension, "a.html.exe" would look like a page. */
const withoutDisguise = (stem: string, extension: string): string =>
  extension !== '' && !PACKED.test(extension) && EXTENSION.test(stem) && mime.getType(stem) !== null ? stem.replace(/\.([^.]*)$/, '_$1') : stem;

export const fileName = ({ url, disposition, contentType }: Named): string => {
  const wished = withoutEdges([fromDisposition(disposition), fromURL(url)].find((name) => asSegment(name) !== '') ?? '');
  const extension = EXTENSION.exec(wished)?.[0] ?? '';
  const stem = wished.slice(0, wished.length - extension.length);
  // "Bytes" is what a server says that does not know.
  const known = contentType === 'application/octet-stream' ? null : mime.getExtension(contentType);
  const end = extension === '' && known ? `.${known}` : extension;
  return `${asSegment(withoutDisguise(stem, extension)) || 'download'}${end}`;
};

/** The folder of a site, by its host and port; that of the extension's own files by its name. */
export const folderName = (origin: string): string => {
  if (!/^https?:/.test(origin)) return 'Background Fetch Anywhere';
  return asSegment(parseURL(origin)?.host ?? '') || 'download';
};
