import type { UIOptions } from '../../protocol/background-fetch';
import { convertDictionary } from './dictionary';
import { convertImageResource } from './image-resource';
import { convertSequence } from './sequence';
import { convertDOMString } from './string';
import { convertUnsignedLongLong } from './unsigned-long-long';

/** https://wicg.github.io/background-fetch/#dictdef-backgroundfetchuioptions */
export const convertBackgroundFetchUIOptions = (value: unknown, context: string): UIOptions => {
  const dictionary = convertDictionary(value, `${context}: options`);
  const options: UIOptions = {};
  const { icons } = dictionary;
  if (icons !== undefined) options.icons = convertSequence(icons, (icon) => convertImageResource(icon, `${context}: an icon`), `${context}: icons`);
  const { title } = dictionary;
  if (title !== undefined) options.title = convertDOMString(title);
  return options;
};

/** https://wicg.github.io/background-fetch/#dictdef-backgroundfetchoptions */
export const convertBackgroundFetchOptions = (value: unknown, context: string): UIOptions & { downloadTotal: number } => {
  const inherited = convertBackgroundFetchUIOptions(value, context);
  const { downloadTotal } = convertDictionary(value, context);
  return { ...inherited, downloadTotal: downloadTotal === undefined ? 0 : convertUnsignedLongLong(downloadTotal) };
};
