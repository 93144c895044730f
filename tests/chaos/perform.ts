import { setTimeout as delay } from 'node:timers/promises';
import { jobs, press } from './person.ts';
import type { Act } from './plan.ts';
import { siteOf, visit, type World } from './world.ts';

/** Does it; resolves when it is over. */
export const perform = async (world: World, act: Act): Promise<void> => {
  const { driver, server, line, files } = world;
  switch (act.do) {
    case 'kill':
      if (act.piece !== 'browser') return driver.kill(act.piece, siteOf(world));
      world.page = null;
      return driver.restart({ kill: true });
    case 'tab':
      if (!world.page) return void (await visit(world));
      await world.page.close();
      world.page = null;
      return;
    case 'offline':
      await driver.offline(true);
      await server.refuse();
      await standsStill(world);
      await server.accept();
      return driver.offline(false);
    case 'pause':
      return pauseAndGoOn(world);
    case 'silence':
      line.silence();
      return pauseAndGoOn(world);
    case 'reset':
      return line.reset();
    case 'cut':
      return line.cut();
    case 'stall':
      return line.stall(act.seconds * 1000);
    case 'refuse':
      await server.refuse();
      await delay(act.seconds * 1000);
      return server.accept();
    case 'unavailable': {
      const refusal = { status: 503, headers: { 'retry-after': String(act.seconds) }, bodiless: true } as const;
      for (const file of files) file.answer(...Array.from({ length: act.times }, () => refusal), line.answerFor(file));
      return line.reset();
    }
    case 'speed':
      return line.setSpeed(act.bytesPerSecond);
  }
};

/** Resolves when the extension says that the job waits, or has ended. */
const standsStill = async ({ driver }: World): Promise<void> => {
  for (;;) {
    const [job] = await jobs(driver);
    if (!job || job.waiting !== null || job.result !== '') return;
  }
};

const pauseAndGoOn = async ({ driver, line }: World): Promise<void> => {
  const [job] = await jobs(driver);
  if (!job || job.result !== '') return;
  if (!(await pressed(press(driver, 'pause', job.job)))) return;
  await line.quiet();
  await pressed(press(driver, 'resume', job.job));
};

/** False where the job ended before the person came to it. */
const pressed = async (call: Promise<void>): Promise<boolean> => {
  try {
    await call;
    return true;
  } catch (error) {
    if (/\binvalid-state$/m.test((error as Error).message)) return false;
    throw error;
  }
};
