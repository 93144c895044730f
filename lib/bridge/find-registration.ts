/** The registration with exactly this scope: the browser's own look-up takes any that contains it. */
export async function findRegistration(container: ServiceWorkerContainer, scope: string): Promise<ServiceWorkerRegistration | null> {
  const registration = await container.getRegistration(scope);
  return registration?.scope === scope ? registration : null;
}
