/** The words of the interface: messages of public/_locales, plural forms and number formats, all of one language. */

import type messages from '../../public/_locales/en/messages.json';
import { createFormats, type Formats } from './formats';

export type MessageKey = keyof typeof messages;
type PluralKey<Key = MessageKey> = Key extends `${infer Name}_other` ? Name : never;

export interface Language {
  /** BCP 47 tag of the messages actually shown, with the user's region where it is the same language. */
  locale: string;
  direction: 'ltr' | 'rtl';
  formats: Formats;
  text(key: MessageKey, ...substitutions: string[]): string;
  /** The form of `key` for that number; `key_other` must exist, other forms as the language has them. The number is the last substitution. */
  plural(key: PluralKey, count: number, ...substitutions: string[]): string;
}

/**
 * @param getMessage `i18n.getMessage`
 * @param preferred the browser's interface language. Only a hint: the browser falls back to the default locale's messages, and their
 *   numbers and plural forms must be of the same language.
 */
export function createLanguage(getMessage: (key: string, substitutions?: string[]) => string, preferred: string): Language {
  const spoken = getMessage('locale');
  const locale = preferred.split('-')[0] === spoken ? preferred : spoken;
  // Takes time to make, which a popup that opens does not have.
  let rules: Intl.PluralRules | null = null;
  const formats = createFormats(locale);
  // The browser looks each up anew, and a list asks for the same few in every row.
  const words = new Map<MessageKey, string>();
  return {
    locale,
    direction: directionOf(locale),
    formats,
    text: (key, ...substitutions) => {
      if (substitutions.length > 0) return getMessage(key, substitutions);
      const known = words.get(key) ?? getMessage(key);
      words.set(key, known);
      return known;
    },
    plural: (key, count, ...substitutions) => {
      const values = [...substitutions, formats.count(count)];
      return getMessage(`${key}_${(rules ??= new Intl.PluralRules(locale)).select(count)}`, values) || getMessage(`${key}_other`, values);
    },
  };
}

interface TextInfo {
  direction?: 'ltr' | 'rtl';
}

/** Older engines have the same as a getter, or not at all. */
function directionOf(locale: string): 'ltr' | 'rtl' {
  const described = new Intl.Locale(locale) as Intl.Locale & { getTextInfo?(): TextInfo; textInfo?: TextInfo };
  return (described.getTextInfo?.() ?? described.textInfo)?.direction ?? 'ltr';
}
