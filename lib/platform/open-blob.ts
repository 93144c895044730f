import type { BodyPiece } from '../protocol/background-fetch';

/**
 * A URL for the download manager. Of no type but bytes: an address of this extension's origin must never be a document of a site's making,
 * and Chromium renames what it takes for another type than its name says.
 */
export const openBlob = (parts: BodyPiece[]): string => URL.createObjectURL(new Blob(parts, { type: 'application/octet-stream' }));
