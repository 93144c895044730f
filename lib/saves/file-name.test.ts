import { expect, test } from 'vitest';
import { fileName, folderName } from './file-name';

const URL = 'https://a.example/files/episode.mp3?token=1#t';
const bytes = (text: string): string => String.fromCharCode(...new TextEncoder().encode(text));
const named = (more: Partial<Parameters<typeof fileName>[0]>): string => fileName({ url: URL, disposition: null, contentType: '', ...more });

test.each([
  [{}, 'episode.mp3'],
  [{ url: 'https://a.example/' }, 'download'],
  [{ url: 'https://a.example/', contentType: 'video/mp4' }, 'download.mp4'],
  [{ url: 'https://a.example/x', contentType: 'application/octet-stream' }, 'x'],
  [{ url: 'https://a.example/v1.2', contentType: 'application/zip' }, 'v1.2.zip'],
  [{ url: 'https://a.example/%D0%94%D0%BE%D0%BC.mp3' }, 'Дом.mp3'],
  [{ url: 'https://a.example/100%.mp3' }, '100%.mp3'],
  [{ url: 'https://a.example/archive.tar.gz' }, 'archive.tar.gz'],
  [{ url: 'https://a.example/jquery.min.js', contentType: 'text/plain' }, 'jquery.min.js'],
  [{ disposition: 'attachment' }, 'episode.mp3'],
  [{ disposition: 'attachment; filename=' }, 'episode.mp3'],
  [{ disposition: 'attachment; filename="song one.mp3"' }, 'song one.mp3'],
  [{ disposition: `attachment; filename="x.mp3"; filename*=UTF-8''%D0%94%D0%BE%D0%BC.mp3` }, 'Дом.mp3'],
  [{ disposition: `attachment; filename="${bytes('Дом.mp3')}"` }, 'Дом.mp3'],
  [{ disposition: `inline; filename="caf\xe9.mp3"` }, 'café.mp3'],
])('%j is called %s', (given, name) => {
  expect(named(given)).toBe(name);
});

test.each([
  ['../../x', 'x'],
  ['..\\..\\x.mp3', 'x.mp3'],
  ['/etc/passwd', 'passwd'],
  ['..', 'episode.mp3'],
  ['...', 'episode.mp3'],
  ['.bashrc', 'bashrc'],
  ['CON', 'CON_'],
  ['con.txt', 'con_.txt'],
  ['LPT1.mp3', 'LPT1_.mp3'],
  ['a\u202Egpj.exe', 'a_gpj.exe'],
  ['a\u0000b\nc.mp3', 'a_b c.mp3'],
  ['a:b*c?.mp3', 'a_b_c_.mp3'],
  ['file:stream.mp3', 'file_stream.mp3'],
  ['a.html.exe', 'a_html.exe'],
  ['photo.jpg.lnk', 'photo_jpg.lnk'],
  ['a.mp3. . .', 'a.mp3'],
  ['   ', 'episode.mp3'],
  ['\ud800.mp3', '_.mp3'],
])('a server that wishes for %j gets %s', (wish, name) => {
  expect(named({ disposition: `attachment; filename*=UTF-8''${encodeURIComponent(wish.toWellFormed())}` })).toBe(name);
});

test.each([
  ['300 letters', 'x'.repeat(300)],
  ['300 letters and an extension', `${'x'.repeat(300)}.mp3`],
  ['300 letters of three bytes', '語'.repeat(300)],
  ['an extension of 300 letters', `a.${'x'.repeat(300)}`],
  ['300 faces', '👩‍👩‍👧'.repeat(300)],
])('%s are cut so that every file system takes them', (_, wish) => {
  const name = named({ disposition: `attachment; filename*=UTF-8''${encodeURIComponent(wish)}` });
  expect(new TextEncoder().encode(name).length).toBeLessThan(235);
  expect(name).not.toBe('');
});

test('what is cut is the name, not the extension', () => {
  expect(named({ disposition: `attachment; filename="${'x'.repeat(300)}.mp3"` })).toMatch(/^x{70}\.mp3$/);
});

test.each([
  ['https://podcast.example', 'podcast.example'],
  ['http://localhost:8080', 'localhost_8080'],
  ['http://[::1]:8080', '[_1]_8080'],
  ['https://con', 'con_'],
  ['https://xn--d1acufc.example', 'xn--d1acufc.example'],
])('the folder of %s is %s', (origin, folder) => {
  expect(folderName(origin)).toBe(folder);
});
