import { expect, test } from 'vitest';
import { createHeldBack, type HeldScript } from './held-back';

/** Scripts by name, and which of them had to go, in order. */
const setUp = (most: number) => {
  const heldBack = createHeldBack(most);
  const gone: string[] = [];
  const begin = (site: string, name: string): HeldScript => heldBack.begin(site, () => gone.push(name));
  return { heldBack, gone, begin };
};

test('up to the limit everything is held, and what has ended does not count', () => {
  const { gone, begin } = setUp(10);
  for (let n = 0; n < 5; n++) {
    const script = begin('a', `${n}`);
    script.add(4);
    script.add(6);
    script.end();
    script.end();
  }
  begin('b', 'last').add(10);
  expect(gone).toEqual([]);
});

test('beyond it all scripts of the site with most of it go, and no other', () => {
  const { gone, begin } = setUp(10);
  begin('modest', 'm').add(4);
  begin('greedy', 'g1').add(3);
  begin('greedy', 'g2').add(3);
  begin('late', 'l').add(1);
  expect(gone).toEqual(['g1', 'g2']);
  begin('greedy', 'g3').add(5);
  expect(gone).toEqual(['g1', 'g2']);
});

test('it may be the one that has just grown; what has gone is not counted, nor let go again', () => {
  const { gone, begin } = setUp(10);
  begin('modest', 'm').add(4);
  const script = begin('greedy', 'g');
  script.add(7);
  expect(gone).toEqual(['g']);
  script.add(100);
  begin('modest', 'm2').add(6);
  expect(gone).toEqual(['g']);
});

test('all go, once, when whoever holds them ends', () => {
  const { heldBack, gone, begin } = setUp(10);
  begin('a', 'a1').add(1);
  begin('b', 'b1').add(1);
  begin('a', 'a2').add(1);
  heldBack.letGoOfAll();
  heldBack.letGoOfAll();
  expect(gone.toSorted()).toEqual(['a1', 'a2', 'b1']);
});
