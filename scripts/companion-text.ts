import { build, type InlineConfig, type Rolldown } from 'vite';
import { buildBare } from './bare-script.ts';

/** The companion as one line of text: the source of what the extension puts in front of service workers in Firefox. */
export async function companionText(root: string): Promise<string> {
  const config: InlineConfig = { root, configFile: false, logLevel: 'warn', build: { write: false, lib: { entry: '', formats: ['iife'], name: 'companion' } } };
  buildBare(config, `${root}/entrypoints/service-worker.ts`, { readable: true });
  const [{ output }] = (await build(config)) as [Rolldown.RolldownOutput];
  return output[0].code;
}
