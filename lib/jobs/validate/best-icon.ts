import type { StoredImage } from '../../protocol/stored';

/** Pixels. The list shows them at a third of this, and screens have up to three pixels for one. */
const WANTED = 96;

/** Width and height are the same or nobody minds; 0: not said. https://html.spec.whatwg.org/#attr-link-sizes */
const sizesOf = ({ sizes = '' }: StoredImage): number[] => {
  const named = [...sizes.matchAll(/(?<!\S)(\d{1,5})x(\d{1,5})(?!\S)/gi)].map(([, width, height]) => Math.min(Number(width), Number(height)));
  return named.length > 0 ? named : [0];
};

/** Nothing that could hold a script is ever drawn. */
const isVector = ({ src, type = '' }: StoredImage): boolean => /^image\/svg/i.test(type) || /^data:image\/svg|^[^?#]*\.svgz?(?:[?#]|$)/i.test(src);

/** The least that is large enough, else one of unknown size, else the largest. The first of equals. */
const rank = (size: number): number => (size >= WANTED ? size - WANTED : size === 0 ? 1e6 : 2e6 - size);

/** The one of a site's icons that is shown; null where there is none. */
export const bestIcon = (icons: StoredImage[]): StoredImage | null => {
  const ranked = icons.filter((icon) => !isVector(icon)).map((icon) => ({ icon, rank: Math.min(...sizesOf(icon).map(rank)) }));
  return ranked.toSorted((a, b) => a.rank - b.rank)[0]?.icon ?? null;
};
