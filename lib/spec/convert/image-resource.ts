import type { StoredImage } from '../../protocol/stored';
import { TypeError } from '../intrinsics';
import { convertDictionary } from './dictionary';
import { convertDOMString, convertUSVString } from './string';

const convertOptionalString = (value: unknown): string | undefined => (value === undefined ? undefined : convertDOMString(value));

/** https://w3c.github.io/image-resource/#dom-imageresource */
export const convertImageResource = (value: unknown, context: string): StoredImage => {
  const dictionary = convertDictionary(value, context);
  const label = convertOptionalString(dictionary['label']);
  const sizes = convertOptionalString(dictionary['sizes']);
  const { src } = dictionary;
  if (src === undefined) throw new TypeError(`${context}: the required member "src" is undefined.`);
  const image: StoredImage = { src: convertUSVString(src) };
  const type = convertOptionalString(dictionary['type']);
  if (sizes !== undefined) image.sizes = sizes;
  if (type !== undefined) image.type = type;
  if (label !== undefined) image.label = label;
  return image;
};
