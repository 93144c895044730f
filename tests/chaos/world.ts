import type { Driver, Page } from '../fixtures/drivers/driver.ts';
import type { ServedFile } from '../fixtures/server/file.ts';
import type { TestServer } from '../fixtures/server/server.ts';
import type { Line } from './line.ts';

/** All that a run has to do with. */
export interface World {
  driver: Driver;
  server: TestServer;
  line: Line;
  files: ServedFile[];
  /** The site's tab, while there is one. */
  page: Page | null;
  /** Writes a line of the run's story. */
  say(text: string): void;
}

export const FETCH_ID = 'film';

export const siteOf = ({ server }: Pick<World, 'server'>): { origin: string; scope: string } => ({ origin: server.origin, scope: `${server.origin}/chaos/` });

/** A person comes to the site. */
export const visit = async (world: World): Promise<Page> => {
  if (world.page) await world.page.reload();
  else world.page = await world.driver.newPage(siteOf(world).scope);
  return world.page;
};
