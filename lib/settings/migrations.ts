/** How older settings become these. */

export type Values = Record<string, unknown>;

/** As it lies in storage.local under one key. */
export interface StoredSettings {
  version: number;
  values: Values;
}

/** Step n brings version n to n + 1. Must never change once released: append. */
const MIGRATIONS: ((values: Values) => Values)[] = [];

const isStored = (value: unknown): value is StoredSettings => {
  const { version, values } = (value ?? {}) as Partial<StoredSettings>;
  return typeof version === 'number' && typeof values === 'object' && values !== null;
};

/** What was stored, as of the present version; of a newer one, which an older extension finds after a step back, what both know. */
export const migrated = (stored: unknown, migrations = MIGRATIONS): Values =>
  isStored(stored) ? migrations.slice(stored.version).reduce((values, migrate) => migrate(values), stored.values) : {};

export const toStored = (values: Values, migrations = MIGRATIONS): StoredSettings => ({ version: migrations.length, values });
