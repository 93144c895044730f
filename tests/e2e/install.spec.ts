import { cachedSha256, noteOf, startFetch } from '../fixtures/background-fetch';
import { expect, test } from '../fixtures/test';

test('installed, it does its work before and after the browser is restarted, and what was under way goes on', async ({ launch, server }) => {
  test.slow();
  const size = 4_000_000;
  const [before, across, after] = [server.file('/before', { size }), server.file('/across', { size }, { holdAt: 2_000_000 }, {}), server.file('/after', { size })];
  const driver = await launch({ extension: true });

  const page = await driver.newPage(`${server.origin}/classic/`);
  await startFetch(page, 'before', [before.url]);
  await expect.poll(() => noteOf(page, 'before')).toMatchObject({ type: 'backgroundfetchsuccess' });
  await startFetch(page, 'across', [across.url]);
  await expect.poll(() => across.requests()[0]?.bytesSent).toBe(2_000_000);

  await driver.restart({ kill: false });
  await expect.poll(() => server.reports, 'with no page of the site open').toContainEqual(expect.objectContaining({ id: 'across', result: 'success' }));

  const again = await driver.newPage(`${server.origin}/classic/`);
  await startFetch(again, 'after', [after.url]);
  await expect.poll(() => noteOf(again, 'after')).toMatchObject({ type: 'backgroundfetchsuccess' });
  for (const file of [before, across, after]) expect(await cachedSha256(again, file.path.slice(1), file.url), file.path).toBe(await file.sha256());
});
