import { idsOf, noteOf, startFetch } from '../fixtures/background-fetch';
import type { Driver } from '../fixtures/drivers/driver';
import { fetchArguments, rawCalls, storedRequest } from '../fixtures/raw-line';
import { expect, test } from '../fixtures/test';

test('attack: what a page claims of itself, and headers that no page may set, are not believed', async ({ open, server }) => {
  const file = server.file('/file', { size: 1_000 });
  const page = await open(`${server.origin}/classic/`);
  expect(await idsOf(page)).toEqual([]);
  const bank = 'http://bank.example';
  const forged: [string, string][] = [
    ['origin', bank],
    ['Referer', `${bank}/`],
    ['cookie', 'session=stolen'],
    ['host', 'bank.example'],
    ['sec-fetch-site', 'none'],
    ['proxy-authorization', 'Basic eA=='],
    ['x-http-method-override', 'TRACE'],
    ['x-control', 'a page may set this'],
  ];
  const args = fetchArguments(server.origin, 'forged', [{ ...storedRequest(file.url, forged), referrer: `${bank}/account` }]);
  const claims = { origin: bank, sender: { origin: bank }, clientURL: `${bank}/`, scriptURL: `${bank}/sw.js`, clientReferrerPolicy: 'unsafe-url', connectsAnywhere: true };

  expect(await rawCalls(page, [['fetch', { ...args, ...claims }]])).toMatchObject([{ id: 'forged' }]);

  await expect.poll(() => file.requests().length).toBe(1);
  const [{ headers, host }] = file.requests() as [ReturnType<typeof file.requests>[number]];
  expect(host).toBe(new URL(server.origin).host);
  expect(headers).toMatchObject({ referer: `${server.origin}/classic/`, 'sec-fetch-site': 'same-origin', 'x-control': 'a page may set this' });
  for (const name of ['origin', 'cookie', 'proxy-authorization', 'x-http-method-override']) expect(headers, name).not.toHaveProperty(name);
});

/** Keys of the header rules that stand. */
const ruleKeys = async (driver: Driver): Promise<string[]> => {
  const popup = await driver.extensionPage('popup.html');
  const filters = await popup.evaluate(async () => {
    const { chrome } = globalThis as unknown as { chrome: { declarativeNetRequest: { getSessionRules(): Promise<{ condition: { urlFilter?: string } }[]> } } };
    return (await chrome.declarativeNetRequest.getSessionRules()).map(({ condition }) => condition.urlFilter ?? '');
  });
  await popup.close();
  return filters.flatMap((filter) => /^#([0-9a-f]{32})\|$/.exec(filter)?.[1] ?? []);
};

test('header rules that a dead background has left are gone once the next one works', async ({ driver, open, server }) => {
  const file = server.file('/held', {}, { holdAt: 0 });
  const page = await open(`${server.origin}/classic/`);
  await startFetch(page, 'held', [file.url]);
  await expect.poll(() => file.requests().length).toBe(1);
  const [left] = await ruleKeys(driver);
  expect(left).toBeDefined();

  await driver.killBackground();

  await expect.poll(() => ruleKeys(driver)).not.toContain(left);
  file.release();
  await expect.poll(() => noteOf(page, 'held')).toMatchObject({ type: 'backgroundfetchsuccess' });
  await expect.poll(() => ruleKeys(driver)).toEqual([]);
});

test('attack: the key of a header rule is of no use to a page that has it', async ({ driver, open, server }) => {
  const held = server.file('/held', {}, { holdAt: 0 });
  const target = server.file('/target', {});
  const victim = await open(`${server.origin}/classic/`);
  const attacker = await open(`${server.otherOrigin}/classic/`);
  await startFetch(victim, 'held', [held.url]);
  await expect.poll(() => held.requests().length).toBe(1);

  const [key] = await ruleKeys(driver);
  expect(key, 'the rule stands while its request waits for an answer').toBeDefined();
  await attacker.evaluate((url) => fetch(url, { mode: 'no-cors' }).then(() => null), `${target.url}#${key!}`);

  const signs = ({ headers }: { headers: Record<string, unknown> }): unknown => ({ site: headers['sec-fetch-site'], referer: headers['referer'] });
  expect(signs(held.requests()[0]!), 'what the rule orders').toEqual({ site: 'same-origin', referer: `${server.origin}/classic/` });
  expect(signs(target.requests()[0]!)).toEqual({ site: 'cross-site', referer: `${server.otherOrigin}/` });
  held.release();
});

test('attack: a message from a page does not reach the port of the offscreen document or of our own pages', async ({ open, server }) => {
  const page = await open(`${server.origin}/classic/`);
  const reach = await page.evaluate(() => {
    const { chrome, browser } = globalThis as { chrome?: { runtime?: { connect?: unknown } }; browser?: { runtime?: { connect?: unknown } } };
    return (chrome?.runtime?.connect ?? browser?.runtime?.connect) !== undefined;
  });
  expect(reach, 'no page may connect to the extension').toBe(false);
  expect(await rawCalls(page, [['permission', null]]), 'but to its bridge').toEqual(['granted']);
});
