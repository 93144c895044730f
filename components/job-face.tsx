import type { JSX } from 'preact';

interface Props {
  icon: string | null;
  /** The origin as it is shown. */
  origin: string;
}

/** The picture beside a title: the site's own, or the first letter of its name on a colour that is always the same for it. */
export const JobFace = ({ icon, origin }: Props): JSX.Element =>
  icon === null ? (
    <span class="face" aria-hidden="true" style={{ '--hue': hueOf(origin) }}>
      {letterOf(origin)}
    </span>
  ) : (
    <img class="face" src={icon} alt="" width="36" height="36" />
  );

const letterOf = (origin: string): string => origin.replace(/^\w+:\/\//, '').replace(/^www\./, '').charAt(0).toUpperCase();

/** Degrees. */
const hueOf = (origin: string): number => [...origin].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) % 360, 7);
