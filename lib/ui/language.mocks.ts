/** Languages for tests, read from the real locale files with the browser's own rules of substitution. */

import german from '../../public/_locales/de/messages.json' with { type: 'json' };
import english from '../../public/_locales/en/messages.json' with { type: 'json' };
import spanish from '../../public/_locales/es/messages.json' with { type: 'json' };
import french from '../../public/_locales/fr/messages.json' with { type: 'json' };
import japanese from '../../public/_locales/ja/messages.json' with { type: 'json' };
import russian from '../../public/_locales/ru/messages.json' with { type: 'json' };
import chinese from '../../public/_locales/zh_CN/messages.json' with { type: 'json' };
import { createLanguage, type Language } from './language';
import { pseudoArabic } from './pseudo-arabic.mocks';

export interface Message {
  message: string;
  placeholders?: Record<string, { content: string }>;
}
export type Messages = Record<string, Message>;

/** By the folder's name. */
export const LOCALES = { de: german, en: english, es: spanish, fr: french, ja: japanese, ru: russian, zh_CN: chinese } satisfies Record<string, Messages>;

const messagesOf = (name: keyof typeof LOCALES | 'ar'): Messages => (name === 'ar' ? pseudoArabic(english) : LOCALES[name]);

/** https://developer.chrome.com/docs/extensions/reference/api/i18n#overview-of-localized-messages */
export const testLanguage = (name: keyof typeof LOCALES | 'ar', preferred: string = name.replace('_', '-')): Language => {
  const messages = messagesOf(name);
  const getMessage = (key: string, values: string[] = []): string => {
    const { message = '', placeholders = {} } = messages[key] ?? {};
    return message.replace(/\$(\w+)\$/g, (_, placeholder: string) => {
      const content = placeholders[placeholder.toLowerCase()]?.content;
      if (content === undefined) throw new Error(`${key} has no placeholder ${placeholder}`);
      return content.replace(/\$(\d)/, (_whole, index: string) => values[Number(index) - 1] ?? '');
    });
  };
  return createLanguage(getMessage, preferred);
};
