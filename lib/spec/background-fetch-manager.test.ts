import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { BackgroundFetchManager } from './background-fetch-manager';
import { RegistrationInstances } from './registration-instances';
import { createBackend, registrationState } from './test-realm';
import { INTERNAL } from './web-idl';

setFlagsFromString('--expose_gc');
const collectGarbage = runInNewContext('gc') as () => void;

test('bodies that were handed over are kept no longer', async () => {
  const bodies: WeakRef<Blob>[] = [];
  const backend = createBackend({
    fetch: async ({ id, requests }) => {
      bodies.push(new WeakRef(requests[0]!.body!));
      return registrationState({ id, job: id });
    },
  });
  const manager = new BackgroundFetchManager(INTERNAL, {
    scope: 'https://site.example/',
    hasActiveWorker: () => true,
    resolveImages: () => [],
    backend,
    instances: new RegistrationInstances(backend),
  });
  for (let call = 0; call < 5; call++) await manager.fetch(`id-${call}`, new Request('https://site.example/upload', { method: 'POST', body: 'body' }));
  await expect
    .poll(() => {
      collectGarbage();
      return bodies.filter((body) => body.deref()).length;
    })
    .toBe(0);
  expect(bodies).toHaveLength(5);
  expect(manager).toBeInstanceOf(BackgroundFetchManager);
});
