/** What the stores' pictures show, in each language of the listing. Their words are the list under "Screenshots" there, in this order. */

import { readFileSync } from 'node:fs';
import { MB, PICTURE, file, job, list, minutes, save } from './page-states.mjs';

const LANGUAGES = ['en', 'ru'];

/** @returns {{ headline: string; text: string }[]} */
function captionsOf(language) {
  const listing = readFileSync(new URL(`../store/${language}/listing.md`, import.meta.url), 'utf8');
  return [...listing.matchAll(/^\d+\. \*\*(.+?)\*\* (.+)$/gm)].map(([, headline, text]) => ({ headline, text }));
}

/** @param {(en: string, ru: string) => string} say */
function scenesIn(say) {
  const rain = (number) => say(`Long Rain, episode ${number}`, `Долгий дождь, выпуск ${number}`);
  const iceland = say('Iceland: roads and trails', 'Исландия: дороги и тропы');
  const episode = job('https://podcast.example', rain(12), { icon: PICTURE, downloaded: 172 * MB, downloadTotal: 320 * MB });
  const roads = { downloaded: 412 * MB, downloadTotal: 640 * MB };
  const map = job('https://maps.example.org', iceland, roads);
  const mapOfSix = job('https://maps.example.org', iceland, { ...roads, recordCount: 6, recordsDone: 3 });
  const upload = job('https://photos.example', say('Holiday pictures', 'Снимки из отпуска'), { uploaded: 68 * MB, uploadTotal: 120 * MB, pausable: false, recordCount: 24, recordsDone: 13 });
  const film = job('https://cinema.example', say('The Third Window', 'Третье окно'), { downloaded: 2630 * MB, downloadTotal: 4210 * MB, paused: 'user' });
  const news = job('https://news.example', say('Weekend edition', 'Выпуск выходного дня'), { downloaded: 31 * MB, downloadTotal: 40 * MB, waiting: { for: 'network' } });
  const game = job('https://games.example', say('Islands, 4K pack', 'Острова, набор 4K'), (now) => ({
    downloaded: 9.1e3 * MB,
    downloadTotal: 12.4e3 * MB,
    waiting: { for: 'retry', until: now + 40_400 },
  }));
  const earlier = job('https://podcast.example', rain(11), (now) => ({ icon: PICTURE, result: 'success', settledAt: now - 20 * minutes, downloaded: 318 * MB, hasData: true }));
  const book = job('https://library.example', say('Audio book: Moby-Dick', 'Аудиокнига: «Моби Дик»'), (now) => ({
    result: 'success',
    settledAt: now - 47 * minutes,
    downloaded: 640 * MB,
    recordCount: 22,
    recordsDone: 22,
    hasData: true,
  }));
  const files = [
    file(0, 'index.json', { contentType: 'application/json', downloaded: 81_200, total: 81_200 }),
    file(1, 'roads-north.pbf', { downloaded: 148 * MB, total: 148 * MB }),
    file(2, 'roads-south.pbf', { downloaded: 171 * MB, total: 171 * MB }),
    file(3, 'trails.pbf', { result: '', downloaded: 93 * MB, total: 131 * MB }),
    file(4, 'heights.pbf', { result: '', status: null, contentType: '', downloaded: 0, total: null }),
    file(5, 'names.pbf', { result: '', status: null, contentType: '', downloaded: 0, total: null }),
  ];
  const openFiles = async (frame) => {
    await frame.locator('.job', { hasText: iceland }).locator('summary').click();
    await frame.locator('.file').first().waitFor();
  };
  const saves = [save(rain(11), { filename: 'long-rain-11.mp3' })];
  return [
    { look: 'popup', badge: '3', jobs: list([episode, map, upload, earlier]), saves },
    { look: 'popup', badge: '', jobs: list([news, game, film, book]), colorScheme: 'dark' },
    { look: 'page', page: 'manager', jobs: list([mapOfSix, episode, film, earlier, book]), saves, files, act: openFiles, width: 1136 },
    { look: 'page', page: 'options', jobs: list([]), width: 900 },
  ];
}

export const SCENES = LANGUAGES.flatMap((locale, place) =>
  scenesIn((...words) => words[place]).map((scene, index) => ({ ...scene, ...captionsOf(locale)[index], locale, name: `store/screenshots/${locale}-${index + 1}` })),
);
