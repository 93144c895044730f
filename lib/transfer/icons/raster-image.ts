/**
 * What an image's first bytes say of it: kind and size in pixels, before anything of it is decoded. A few hundred bytes can stand for
 * gigabytes of pixels, and other formats may hold scripts or are drawn larger than they say.
 */

export interface RasterImage {
  type: 'image/png' | 'image/jpeg' | 'image/webp';
  width: number;
  height: number;
}

type Size = Omit<RasterImage, 'type'>;

const text = (bytes: Uint8Array, start: number, length: number): string => String.fromCharCode(...bytes.subarray(start, start + length));

/** https://www.w3.org/TR/png-3/#11IHDR */
const pngSize = (view: DataView): Size => ({ width: view.getUint32(16), height: view.getUint32(20) });

/** The first frame header. ITU-T T.81, B.2.2 */
const jpegSize = (view: DataView): Size | null => {
  for (let at = 2; view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    // The length counts itself: at least two, so that this ends.
    at += 2 + Math.max(2, view.getUint16(at + 2));
  }
  return null;
};

/** https://www.rfc-editor.org/rfc/rfc9649#section-2 */
const webpSize = (bytes: Uint8Array, view: DataView): Size | null => {
  const uint24 = (at: number): number => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536;
  switch (text(bytes, 12, 4)) {
    case 'VP8 ':
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { width: uint24(24) + 1, height: uint24(27) + 1 };
    default:
      return null;
  }
};

/** Null: none of the formats known here, or cut short. */
export const rasterImage = (bytes: Uint8Array): RasterImage | null => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (text(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return text(bytes, 12, 4) === 'IHDR' ? { type: 'image/png', ...pngSize(view) } : null;
    if (text(bytes, 0, 3) === '\xff\xd8\xff') {
      const size = jpegSize(view);
      return size && { type: 'image/jpeg', ...size };
    }
    if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 4) === 'WEBP') {
      const size = webpSize(bytes, view);
      return size && { type: 'image/webp', ...size };
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return null;
};
