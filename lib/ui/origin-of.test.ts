import { expect, test } from 'vitest';
import { originOf } from './origin-of';

test.each([
  ['podcast.example', 'https://podcast.example'],
  [' https://podcast.example/episodes/12?x=1 ', 'https://podcast.example'],
  ['http://localhost:8080', 'http://localhost:8080'],
  ['podcast.example:8443/a', 'https://podcast.example:8443'],
  ['ПОДКАСТ.example', 'https://xn--80ahsoeqh.example'],
  ['ftp://a.example', null],
  ['javascript://a.example/%0Aalert(1)', null],
  ['not a site', null],
  ['', null],
])('"%s" means %s', (typed, origin) => {
  expect(originOf(typed)).toBe(origin);
});
