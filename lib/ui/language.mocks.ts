/** Languages for tests, read from the real locale files with the browser's own rules of substitution. */

import english from '../../public/_locales/en/messages.json';
import russian from '../../public/_locales/ru/messages.json';
import { createLanguage, type Language } from './language';

export interface Message {
  message: string;
  placeholders?: Record<string, { content: string }>;
}

export const messagesOf = (name: 'en' | 'ru'): Record<string, Message> => (name === 'en' ? english : russian);

/** https://developer.chrome.com/docs/extensions/reference/api/i18n#overview-of-localized-messages */
export const testLanguage = (name: 'en' | 'ru', preferred: string = name): Language => {
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
