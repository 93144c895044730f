import type { Segment } from '../record-row';

/** Whether a file of so many bytes, null for none, has that segment whole. */
export const hasPiece = (fileSize: number | null, { size, at }: Segment): boolean => (at === undefined ? fileSize === size : fileSize !== null && fileSize >= at + size);

/** Of the file that it lies in. */
export const pieceOf = (file: Blob, { size, at }: Segment): Blob => (at === undefined ? file : file.slice(at, at + size));
