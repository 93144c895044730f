import type { StoredImage } from '../protocol/stored';
import { URL } from './intrinsics';
import { apiBaseURL, type Realm } from './realm';

/** Makes the addresses of images absolute, as https://w3c.github.io/image-resource/#dfn-processing; an image without a valid one is left out. */
export const resolveImages = (images: readonly StoredImage[], realm: Realm): StoredImage[] =>
  images.flatMap((image) => {
    try {
      return [{ ...image, src: new URL(image.src, apiBaseURL(realm)).href }];
    } catch {
      return [];
    }
  });
