import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { startsStrict } from './starts-strict';

test.each([
  [`"use strict"`, true],
  [`'use strict';`, true],
  [`\uFEFF"use strict";`, true],
  [`// "no"\n/* 'no' */ "use strict"\nlet x`, true],
  [`/* a\n*/"use strict"/* b\n*/let x`, true],
  [`"use strict"// end\nlet x`, true],
  [`"use asm";'use strict';`, true],
  [`'other'\n"use strict"`, true],
  [`'it\\'s';"use strict"`, true],
  [`"use strict"\n++x`, true],
  [`"use strict"\r\nvar x`, true],
  [`"use strict"}`, true],
  ['', false],
  ['// only a comment', false],
  [`("use strict")`, false],
  [`"use strict" + x`, false],
  [`"use strict"\n+ x`, false],
  [`"use strict"\n.length`, false],
  [`"use strict"\n(x)`, false],
  [`"use strict"\n[0]`, false],
  ['"use strict"\n`x`', false],
  [`"use strict"\nin x`, false],
  [`"use strict"\ninner()`, true],
  [`"use strict"\n!x`, true],
  [`"use strict"\n!= x`, false],
  [`"use strict" let x`, false],
  [`"use\\u0020strict";`, false],
  [`"use  strict";`, false],
  [`"Use Strict";`, false],
  [`;"use strict"`, false],
  [`let x;"use strict"`, false],
  [`// "use strict"`, false],
  [`/* "use strict" */ x`, false],
  [`"unfinished`, false],
  [`\`use strict\``, false],
])('%j starts strict: %s', (text, expected) => {
  expect(startsStrict(text)).toBe(expected);
});

test('millions of spaces, comments or characters in a string are no burden', () => {
  expect(startsStrict(' '.repeat(1e6) + '/**/'.repeat(1e6) + `"${'\\x'.repeat(1e6)}";"use strict"`)).toBe(true);
});

test.each([`"use strict";1`, `"use strict"\n+1`, `"use strict"/**/\n/**/1`, `"use strict"\n++globalThis.x`, `'a';;"use strict"`, `"\\\n";"use strict"`])(
  'the engine agrees about %j',
  (text) => {
    const strict = ((): boolean => {
      try {
        // An octal literal is a syntax error in strict code alone.
        return typeof runInNewContext(`${text}\n;() => 010`) !== 'function';
      } catch {
        return true;
      }
    })();
    expect(startsStrict(text)).toBe(strict);
  },
);
