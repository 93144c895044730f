import { returnedSha256, startFetch } from '../fixtures/background-fetch';
import type { Driver } from '../fixtures/drivers/driver';
import { durableBytes } from '../fixtures/durable';
import { createDam } from '../fixtures/server/line';
import { expect, test } from '../fixtures/test';

const MiB = 1024 * 1024;
const SIZE = 256 * MiB;
/** Both Workers of Firefox are in the middle of their halves then, and have sealed some of them. */
const THROUGH = 120 * MiB;

const deaths: [what: string, die: (driver: Driver) => Promise<void>][] = [
  ['the background is killed', (driver) => driver.killBackground()],
  ['the browser is killed', (driver) => driver.restart({ kill: true })],
];
for (const [what, die] of deaths) {
  test(`a large file on a fast line is whole when ${what} on the way, and no durable byte is fetched again`, async ({ launch, server }) => {
    test.slow();
    const dam = createDam(THROUGH);
    const file = server.file('/fast', { size: SIZE }, { bytesPerSecond: 60_000_000, valve: dam.valve });
    const driver = await launch({ extension: true });
    const page = await driver.newPage(`${server.origin}/classic/`);
    await startFetch(page, file.path, [file.url]);
    // The control: a second Worker has some of its half on the disk, where there is one.
    const pieces = driver.name === 'firefox' ? 2 : 1;
    await expect.poll(async () => dam.full && (await durableBytes(driver, file.url)).length, { timeout: 60_000 }).toBeGreaterThanOrEqual(pieces);
    const durable = await durableBytes(driver, file.url);
    const before = file.requests().length;

    await die(driver);
    dam.open();

    await expect.poll(() => server.reports, { timeout: 90_000 }).toMatchObject([{ type: 'backgroundfetchsuccess' }]);
    const after = await driver.newPage(`${server.origin}/classic/`);
    expect(await returnedSha256(after, file.path, file.url)).toBe(await file.sha256());
    const sent = file.requests().slice(before).map(({ from, bytesSent }) => ({ start: from, end: from + bytesSent }));
    expect(sent.filter((again) => durable.some(({ start, end }) => again.start < end && again.end > start))).toEqual([]);
    expect(file.mostConnections()).toBeLessThanOrEqual(6);
  });
}
