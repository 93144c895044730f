import { returnedSha256, startFetch } from '../fixtures/background-fetch.ts';
import type { Driver } from '../fixtures/drivers/driver.ts';
import { startServer } from '../fixtures/server/server.ts';
import { createHandler, type Handler } from './handler.ts';
import { createLine } from './line.ts';
import { patiently } from './patience.ts';
import { perform } from './perform.ts';
import { extensionLog, jobs } from './person.ts';
import { describeAct, type Plan } from './plan.ts';
import { FETCH_ID, visit, type World } from './world.ts';

export interface Outcome {
  /** Empty: all is right. */
  failures: string[];
  /** Bytes that went out over those there are, in hundredths of them. */
  over: number;
}

/** Milliseconds for a whole run. A death that only the extension's own alarm finds out costs a minute. */
const LIMIT = 240_000;
/** Hundredths of the size that may be fetched again. */
const MAX_OVER = 10;

/** @param say writes a line of the run's story */
export const runPlan = async (plan: Plan, driver: Driver, say: (text: string) => void): Promise<Outcome> => {
  const server = await startServer({ companion: driver.companion });
  const line = createLine(1 / plan.connections);
  line.setSpeed(plan.bytesPerSecond);
  const files = plan.files.map(({ path, ...body }) => server.file(path, body, line.answerFor({ path, size: body.size })));
  const world: World = { driver, server, line, files, page: null, say: (text) => say(`${over().toFixed(1).padStart(5)} %  ${text}`) };
  const handler = createHandler(server);
  const late = AbortSignal.timeout(LIMIT);
  const sent = (): number => files.flatMap((file) => file.requests()).reduce((sum, { bytesSent }) => sum + bytesSent, 0);
  const over = (): number => ((sent() - line.fresh) / plan.size) * 100;
  try {
    const failures = await Promise.race([live(world, plan, handler, late), whenLate(late)]);
    if (over() > MAX_OVER) failures.push(`${over().toFixed(1)} % fetched again`);
    if (failures.length > 0) await diagnose(world);
    return { failures, over: over() };
  } catch (error) {
    await diagnose(world);
    return { failures: [String(error)], over: over() };
  } finally {
    await server.close();
  }
};

const whenLate = (late: AbortSignal): Promise<never> =>
  new Promise((_, reject) => late.addEventListener('abort', () => reject(new Error(`not at its end after ${LIMIT / 1000} s`)), { once: true }));

/** From the fetch to what is left of it in the site's cache; resolves with what is wrong there. */
const live = async (world: World, plan: Plan, handler: Handler, late: AbortSignal): Promise<string[]> => {
  const { line, files, say } = world;
  const page = await visit(world);
  line.stopAt(plan.steps[0]?.at ?? Infinity);
  await startFetch(page, FETCH_ID, files.map(({ url }) => url), plan.saysTotal ? { title: 'Film', downloadTotal: plan.size } : { title: 'Film' });
  for (const [index, { at, act }] of plan.steps.entries()) {
    await patiently(world, line.reached(at), late);
    line.stopAt(plan.steps[index + 1]?.at ?? Infinity);
    say(`${String(at).padStart(9)}  ${describeAct(act)}`);
    await perform(world, act);
  }
  await patiently(world, line.reached(plan.size), late);
  await patiently(world, handler.begun(1), late);
  say('  handler  begins');
  const dies = plan.inHandler?.do === 'kill' && /^(site worker|browser)$/.test(plan.inHandler.piece);
  if (plan.inHandler) {
    say(`  handler  ${describeAct(plan.inHandler)}`);
    await perform(world, plan.inHandler);
  }
  handler.letGo();
  await patiently(world, reported(world), late);
  say('  handler  has ended');
  await patiently(world, acknowledged(world), late);
  return judge(world, handler, dies);
};

const POLL = 250;

const reported = async ({ server }: World): Promise<void> => {
  while (server.reports.length === 0) await new Promise((resume) => setTimeout(resume, POLL));
};

const acknowledged = async ({ driver }: World): Promise<void> => {
  for (;;) {
    const [job] = await jobs(driver).catch(() => []);
    if (job && !job.undelivered) return;
    await new Promise((resume) => setTimeout(resume, POLL));
  }
};

const judge = async (world: World, handler: Handler, dies: boolean): Promise<string[]> => {
  const { server, files } = world;
  const failures: string[] = [];
  // A second event would come with a visit, if there were one left.
  const page = await visit(world);
  for (const file of files) {
    const found = await returnedSha256(page, FETCH_ID, file.url);
    if (found !== (await file.sha256())) failures.push(`${file.path} is not what it was: ${found}`);
  }
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const events = JSON.stringify(server.reports);
  const right = JSON.stringify([{ type: 'backgroundfetchsuccess', id: FETCH_ID, result: 'success', failureReason: '', downloaded: size }]);
  if (events !== right) failures.push(`events: ${events}`);
  // A handler that died with its worker is run again; nothing else is.
  if (handler.times > (dies ? 2 : 1)) failures.push(`the handler began ${handler.times} times`);
  const strangers = server.log.strangers();
  if (strangers.length > 0) failures.push(`requests that nobody had reason to make: ${strangers.join(', ')}`);
  return failures;
};

/** What stood still. */
const diagnose = async (world: World): Promise<void> => {
  const { driver, server, say } = world;
  say(`  served   ${world.line.fresh}`);
  for (const { method, path, headers, status, bytesSent, closed } of server.log.entries.slice(-12)) {
    say(`  server   ${method} ${path} ${headers.range ?? ''} → ${closed ? status : 'open'}, ${bytesSent} bytes`);
  }
  const told = async (what: string, ask: () => Promise<unknown>): Promise<void> => {
    const answer = await Promise.race([ask(), new Promise((resolve) => setTimeout(resolve, 10_000, 'no answer'))]).catch(String);
    say(`  ${what.padEnd(8)} ${JSON.stringify(answer)}`);
  };
  await told('popup', () => jobs(driver));
  await told('log', () => extensionLog(driver));
};
