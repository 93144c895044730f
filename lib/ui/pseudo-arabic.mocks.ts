/** A language for looking at right-to-left layout: English words in Arabic letters, a third longer, numbers and dates as Arabic has them. */

interface Message {
  message: string;
  placeholders?: Record<string, { content: string }>;
}

const LETTERS = 'ابتثجحخدذرزسشصضطظعغفقكلمنه';

/** Letter by letter; placeholders stay. */
const arabic = (text: string): string =>
  text
    .split(/(\$\w+\$)/)
    .map((part) => (part.startsWith('$') ? part : part.replace(/[a-z]/gi, (letter) => LETTERS[letter.toLowerCase().charCodeAt(0) - 97]!).replace(/(\S{5,})/g, '$1ـات')))
    .join('');

export const pseudoArabic = (messages: Record<string, Message>): Record<string, Message> => ({
  ...Object.fromEntries(Object.entries(messages).map(([key, message]) => [key, { ...message, message: arabic(message.message) }])),
  locale: { message: 'ar' },
});
