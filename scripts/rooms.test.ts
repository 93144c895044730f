import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { read, sources } from './sources';

interface Import {
  file: string;
  /** Of the project by its path, or a package. */
  from: string;
  /** Nothing of it is left when the types are gone. */
  typeOnly: boolean;
}

const IMPORT = /^(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;

const importsOf = ([file, text]: [string, string]): Import[] =>
  [...text.matchAll(IMPORT)].map(([, type, from = '']) => ({
    file,
    from: from.startsWith('.') ? posix.join(posix.dirname(file), from) : from,
    typeOnly: type !== undefined,
  }));

const imports = [...sources()].flatMap(importsOf);
const roomOf = (path: string): string | undefined => /^(?:lib\/)?([\w-]+)\//.exec(path)?.[1];

/** "`a`, `b` ← `c`": a and b are below c, and beside each other. */
const [rule = ''] = /Rooms import downwards only.*?entrypoints`\./s.exec(read('ARCHITECTURE.md')) ?? [];
const chains = rule.split(';').map((chain) => chain.split('←').map((group) => [...group.matchAll(/`([\w-]+)`/g)].map(([, room]) => room!)));
const rooms = new Set(chains.flat(2));

const isBelow = (lower: string, upper: string): boolean =>
  chains.some((groups) => groups.some((group, index) => group.includes(upper) && groups.slice(0, index).flat().some((room) => room === lower || isBelow(lower, room))));
const isBeside = (a: string, b: string): boolean => chains.some((groups) => groups.some((group) => group.includes(a) && group.includes(b)));

test('every room has its place in ARCHITECTURE.md', () => {
  expect([...new Set(imports.map(({ file }) => roomOf(file)!))].filter((room) => !rooms.has(room))).toEqual([]);
});

test('rooms import downwards only; types may look up', () => {
  const upwards = imports.filter(({ file, from, typeOnly }) => {
    const [importer, imported] = [roomOf(file)!, roomOf(from)];
    if (typeOnly || imported === undefined || imported === importer || !rooms.has(imported)) return false;
    return !isBelow(imported, importer) && !isBeside(imported, importer);
  });
  expect(upwards.map(({ file, from }) => `${file} imports ${from}`)).toEqual([]);
});

test('the control: the rule knows up from down', () => {
  expect([isBelow('protocol', 'platform'), isBelow('wire', 'components'), isBelow('platform', 'jobs'), isBelow('jobs', 'ui')]).toEqual([true, true, false, false]);
});

/** They run in sites and Workers, and must be testable in Node. */
const BARE = /^lib\/(?:spec|transfer|fetch-as|probe)\/|^lib\/wire\/wire\.ts$/;
const EXTENSION = /^(?:webextension-polyfill|wxt|@wxt-dev)(?:\/|$)/;

test('the bare rooms have nothing of the extension', () => {
  expect(imports.filter(({ file, from, typeOnly }) => BARE.test(file) && !typeOnly && EXTENSION.test(from))).toEqual([]);
  const globals = [...sources()].filter(([file, text]) => BARE.test(file) && /(?:^|[^\w.'`/])(?:browser|chrome)\.[a-z]/m.test(text.replaceAll(/\/\*.*?\*\/|\/\/.*/gs, '')));
  expect(globals.map(([file]) => file)).toEqual([]);
});
