import { expect, test } from 'vitest';
import { sources } from './sources';

const all = [...sources()];
const code = all.filter(([file]) => !file.startsWith('lib/protocol/'));
const protocol = all.filter(([file]) => file.startsWith('lib/protocol/'));

interface Message {
  map: string;
  name: string;
}

/** The names in each map of calls or pushes. Maps that nobody speaks yet are dead code, and found as such. */
const messages: Message[] = protocol.flatMap(([, text]) =>
  [...text.matchAll(/^export interface (\w+(?:Calls|Pushes))\b[^{]*\{\n(.*?)^\}/gms)]
    .filter(([, map]) => code.some(([, text]) => text.includes(map!)))
    .flatMap(([, map, body]) => [...body!.matchAll(/^ {2}(\w+):/gm)].map(([, name]) => ({ map: map!, name: name! }))),
);

/** As a member of handlers or listeners: `name: …`, `name(…)`, `async name(…)` or `name,`; never in a list of words. */
const handles = (name: string): RegExp => new RegExp(`^\\s*(?:async )?${name}(?:: |\\(|,$)|[{,] ${name}(?:: (?!')|\\()|\\.${name}\\b`, 'm');
const says = (name: string): RegExp => new RegExp(`'${name}'`);

test('the maps were found', () => {
  expect(new Set(messages.map(({ map }) => map)).size).toBeGreaterThanOrEqual(10);
});

test.each(messages)('$map: $name is handled', ({ name }) => {
  expect(code.filter(([, text]) => handles(name).test(text))).not.toEqual([]);
});

test.each(messages)('$map: $name is said', ({ name }) => {
  expect(code.filter(([, text]) => says(name).test(text))).not.toEqual([]);
});
