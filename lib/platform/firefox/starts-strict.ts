const WHITE = /[\s\uFEFF]/;
const NEWLINE = /[\n\r\u2028\u2029]/;
/** After a line break, what begins so goes on with the expression: no semicolon is inserted. */
const CONTINUES = /^(?:[.,?:*/%=&|^<>([`]|!=|\+(?!\+)|-(?!-)|in(?:stanceof)?(?![\w$\\]))/;

/** Index of the first character that is no white space and no comment. Scans by hand: a pattern would exhaust the stack on a script that is all space. */
function afterSpace(text: string, from: number): number {
  let index = from;
  for (;;) {
    if (text.startsWith('//', index)) {
      while (index < text.length && !NEWLINE.test(text[index]!)) index += 1;
    } else if (text.startsWith('/*', index)) {
      const end = text.indexOf('*/', index + 2);
      if (end === -1) return text.length;
      index = end + 2;
    } else if (index < text.length && WHITE.test(text[index]!)) {
      index += 1;
    } else {
      return index;
    }
  }
}

/** Index behind the string literal that begins here, or null. */
function afterString(text: string, from: number): number | null {
  const quote = text[from];
  if (quote !== '"' && quote !== "'") return null;
  for (let index = from + 1; index < text.length; index += 1) {
    const character = text[index]!;
    if (character === quote) return index + 1;
    if (character === '\\') index += text.startsWith('\r\n', index + 1) ? 2 : 1;
    else if (character === '\n' || character === '\r') return null;
  }
  return null;
}

/** Does the script begin with a "use strict" directive? https://tc39.es/ecma262/#sec-directive-prologues-and-the-use-strict-directive */
export function startsStrict(text: string): boolean {
  let index = 0;
  for (;;) {
    const start = afterSpace(text, index);
    const end = afterString(text, start);
    if (end === null) return false;
    index = afterSpace(text, end);
    const next = text.slice(index, index + 11);
    const inserted = NEWLINE.test(text.slice(end, index)) && !CONTINUES.test(next);
    if (next !== '' && next[0] !== ';' && next[0] !== '}' && !inserted) return false;
    // Must be compared as written: an escape in it makes it another directive.
    if (text.slice(start + 1, end - 1) === 'use strict') return true;
    if (next[0] === ';') index += 1;
  }
}
