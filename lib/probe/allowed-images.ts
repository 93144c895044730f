import type { StoredImage } from '../protocol/stored';
import type { Ask } from './ask';
import { forbiddenURL } from './forbidden-url';

/**
 * Those whose address the policy of this realm lets it fetch. What needs no fetching, such as a `data:` URL, or is malformed passes: that is looked
 * at where it arrives.
 */
export const allowedImages = async (images: readonly StoredImage[], ask: Ask, origin: string): Promise<StoredImage[]> => {
  const forbidden = await Promise.all(images.map(async ({ src }) => URL.canParse(src) && /^https?:/i.test(src) && forbiddenURL([src], ask, origin)));
  return images.filter((_, index) => !forbidden[index]);
};
